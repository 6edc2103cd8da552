/** The commands and files in `docs/get-started.md`. */
export interface Steps {
  /** The shell commands of all steps, in order. */
  commands: string[];
  /** The files that the reader creates. Maps each file name to the content. */
  files: Record<string, string>;
}

/** Extracts the numbered steps from the text of `docs/get-started.md`. Ignores code below unnumbered headings. */
export function readSteps(page: string): Steps {
  const steps = page.split(/^## /m).filter((section) => /^\d+\. /.test(section));
  const text = steps.join("");
  const commands = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, command = ""]) => command);
  const files = [...text.matchAll(/^`([^`\n]+)`:\n\n(?:<!-- .* -->\n)?```\w+\n([\s\S]*?)^```$/gm)];
  return { commands, files: Object.fromEntries(files.map(([, name = "", content = ""]) => [name, content])) };
}
