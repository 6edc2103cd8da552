/**
 * Returns a sentence for developers. The `production` build of this package has no such sentences: there this function
 * returns undefined, and an error names its code and its documentation instead.
 *
 * @param given the sentence, or a function that returns it where the sentence quotes something
 */
export function forDeveloper(given: string | (() => string)): string | undefined {
  return typeof given === "string" ? given : given();
}
