/**
 * Returns a text for developers. The `production` build strips these texts: there the function returns undefined, and
 * the error falls back to its code and the URL of its documentation.
 *
 * @param text the text, or a function that returns it when the text contains a value
 */
export function forDeveloper(text: string | (() => string)): string | undefined {
  return typeof text === "string" ? text : text();
}
