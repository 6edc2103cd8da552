/** An occurrence of a word that makes a sentence hard to read. */
export interface FlaggedWord {
  file: string;
  line: number;
  word: string;
  remedy: string;
}

const NAME_THE_ACTOR = "name the actor: caller, user, engine, server";

/** Patterns of the words to avoid, each with advice on what to write instead. */
const FLAGGED: readonly (readonly [pattern: string, remedy: string])[] = [
  ["nobody(?:'s)?", NAME_THE_ACTOR],
  ["somebody(?:'s)?", NAME_THE_ACTOR],
  ["whoever", NAME_THE_ACTOR],
  ["whomever", NAME_THE_ACTOR],
  ["gives", "return, grant, pass or issue"],
  ["tells", "report, return, emit or describe"],
  ["told", "report, return, emit or describe"],
  ["stands", "say what it is or does"],
  ["counts on", "stay valid"],
  ["mend(?:s|ed|ing)?", "fix or edit"],
  ["anew", "again"],
  ["afresh", "again"],
  ["by (?:it|them)sel(?:f|ves)", "automatically, or name the actor"],
  ["sound", "valid, correct or intact"],
  ["is none", "is not, or name the case"],
  ["are none", "are not, or name the case"],
  ["lays to", "attribute to"],
  ["has it", "say what the source contains"],
  ["is made so", "name the change"],
  ["comes to its end", "ends"],
  ["came to its end", "ended"],
];

/**
 * The lines in which {@link findFlaggedWords} ignores flagged words, with the reason. For example, the word may have
 * another meaning in such a line.
 */
const ALLOWED: readonly { file: RegExp; text: RegExp; reason: string }[] = [
  { file: /^scripts\/find-flagged-words\.ts$/, text: /./, reason: "the list itself" },
  { file: /^test\/rooms\/language\.test\.ts$/, text: /nobody|anew|by itself/i, reason: "tries the list" },
  { file: /^server\/test\/(instances|storage)\//, text: /"nobody"|\/nobody@/, reason: "a role of the database" },
];

const pattern = new RegExp(`(?<![\\w$])(?:${FLAGGED.map(([word]) => `(${word})`).join("|")})(?![\\w$])`, "gi");

/** Returns the flagged words of a text, except those on the lines that {@link ALLOWED} matches. */
export function findFlaggedWords(file: string, text: string): FlaggedWord[] {
  return text.split("\n").flatMap((content, index) =>
    ALLOWED.some((allowed) => allowed.file.test(file) && allowed.text.test(content))
      ? []
      : [...content.matchAll(pattern)].map((match) => ({
          file,
          line: index + 1,
          word: match[0].toLowerCase(),
          remedy: FLAGGED[match.slice(1).findIndex((group) => group !== undefined)]?.[1] ?? "",
        })),
  );
}
