import { readFile } from "node:fs/promises";

/**
 * Reads a file of `server/deploy` and replaces parts of its text, such as addresses, so that it works on this machine.
 * @throws when the file does not contain a part, because the file has changed and this test has not
 */
export async function readExample(name: string, replacements: Readonly<Record<string, string>> = {}): Promise<string> {
  let text = await readFile(new URL(`../../server/deploy/${name}`, import.meta.url), "utf8");
  for (const [part, replacement] of Object.entries(replacements)) {
    if (!text.includes(part)) throw new Error(`deploy/${name} has no \`${part}\`.`);
    text = text.replaceAll(part, () => replacement);
  }
  return text;
}
