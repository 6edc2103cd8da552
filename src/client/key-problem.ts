/** Matches a key that an app has built only of missing ids, such as `${user?.id}:${organization?.id}`. */
const NO_IDS = /^(undefined|null)(\W(undefined|null))*$/;

/** What to pass as the key of a token source. */
export const KEY_REMEDY = "Pass the ids of the user and organization as text, or null when no user is signed in.";

/**
 * Returns a warning for developers if a token source's key cannot identify a user; otherwise null. The warning does not
 * contain the key.
 */
export function keyProblem(key: unknown): string | null {
  const problem = problemOf(key);
  return problem === null ? null : `the \`key\` of \`tokenSource\` ${problem}. ${KEY_REMEDY}`;
}

function problemOf(key: unknown): string | null {
  if (key === undefined) return "is undefined, which is treated as null";
  if (typeof key === "object" && key !== null) return "is an object, so each new object looks like another user";
  if (Number.isNaN(key)) return "is NaN, which looks like another user each time";
  return typeof key === "string" && NO_IDS.test(key) ? 'contains only the text "undefined" or "null"' : null;
}
