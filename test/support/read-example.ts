import { readFile } from "node:fs/promises";

/**
 * Reads a file of `server/deploy` and replaces texts such as addresses, so that the file works on this machine.
 * @throws when the file lacks one of the texts to replace, for example after a change of the file
 */
export async function readExample(name: string, replacements: Readonly<Record<string, string>> = {}): Promise<string> {
  let text = await readFile(new URL(`../../server/deploy/${name}`, import.meta.url), "utf8");
  for (const [part, replacement] of Object.entries(replacements)) {
    if (!text.includes(part)) throw new Error(`deploy/${name} has no \`${part}\`.`);
    text = text.replaceAll(part, () => replacement);
  }
  return text;
}
