/** What a reader of docs/get-started.md types and writes. */
export interface Steps {
  /** The commands of each step, in order. */
  commands: string[];
  /** The files that the reader creates, by name. */
  files: Record<string, string>;
}

/** Reads the numbered steps of the page. Code below other headings is not part of the walk. */
export function readSteps(page: string): Steps {
  const steps = page.split(/^## /m).filter((section) => /^\d+\. /.test(section));
  const text = steps.join("");
  const commands = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, command = ""]) => command);
  const files = [...text.matchAll(/^`([^`\n]+)`:\n\n(?:<!-- .* -->\n)?```\w+\n([\s\S]*?)^```$/gm)];
  return { commands, files: Object.fromEntries(files.map(([, name = "", content = ""]) => [name, content])) };
}
