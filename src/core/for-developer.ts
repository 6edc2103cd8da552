/**
 * Returns a text for developers, such as an error message. The `production` build strips these texts and this function
 * returns undefined there, so an error has only its code and the URL of its documentation.
 *
 * @param text the text, or a function that returns it when the text contains a value
 */
export function forDeveloper(text: string | (() => string | undefined)): string | undefined {
  return typeof text === "string" ? text : text();
}
