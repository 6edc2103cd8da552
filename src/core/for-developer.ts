/**
 * Returns a text for developers, such as an error message. In the `production` build, this function returns undefined,
 * because that build contains no texts for developers. An error then has only its code and its documentation's URL.
 *
 * @param text the text, or a function that returns the text. Pass a function for a text that contains a value
 */
export function forDeveloper(text: string | (() => string | undefined)): string | undefined {
  return typeof text === "string" ? text : text();
}
