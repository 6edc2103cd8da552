import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FlaggedWord, findFlaggedWords } from "./find-flagged-words.ts";

const ROOT = new URL("../", import.meta.url);
const FOLDERS = [".storybook", "bench", "demo", "docs", "scripts", "server", "skills", "src", "stories", "test"];
/** Installed and generated folders, which the check skips. It also skips folders whose names start with a dot. */
const SKIPPED = ["dist", "migrations", "node_modules", "docs/reference"];
const TEXT = /\.(tsx?|mts|mjs|js|mdx?|html|css|ya?ml)$/;

/**
 * Returns each use of a word that `findFlaggedWords` flags. Searches the Markdown files in the root, and the text files
 * in `FOLDERS`.
 */
export function checkLanguage(): FlaggedWord[] {
  const pages = readdirSync(ROOT).filter((name) => name.endsWith(".md"));
  return [...pages, ...FOLDERS.flatMap(listTextFiles)].flatMap((file) =>
    findFlaggedWords(file, readFileSync(new URL(file, ROOT), "utf8")),
  );
}

function listTextFiles(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, ROOT), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return entry.isFile() && TEXT.test(entry.name) ? [path] : [];
    return entry.name.startsWith(".") || SKIPPED.includes(entry.name) || SKIPPED.includes(path)
      ? []
      : listTextFiles(path);
  });
}

/** Prints the number of flagged words, one row per folder and word. The rows of two commits can be compared. */
function printCounts(found: readonly FlaggedWord[]): void {
  const counts = new Map<string, number>();
  for (const { file, word } of found) {
    const key = `${file.split("/", file.startsWith("server/") ? 2 : 1).join("/")}  ${word}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of [...counts].sort(([a], [b]) => a.localeCompare(b))) console.log(`${count}\t${key}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = checkLanguage();
  if (process.argv.includes("--count")) printCounts(found);
  else for (const { file, line, word, remedy } of found) console.log(`${file}:${line}: "${word}": ${remedy}`);
  console.log(`${found.length} flagged words`);
  if (found.length > 0) process.exitCode = 1;
}
