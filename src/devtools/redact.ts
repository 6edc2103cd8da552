const WORD = /[^\s"'`<>(),;:]+/g;
const API_KEY = /(^|[^a-z\d])sk_/i;
const LONG_RUN = /[\w~+=-]{40}/;

/**
 * Returns the text with `[hidden]` in place of each word that looks like a credential or an e-mail address. Use this
 * function for texts from an app or a library.
 */
export function redact(text: string): string {
  return text.replace(WORD, (word) => (isSecret(word) ? "[hidden]" : word));
}

/**
 * Returns whether a word may be a secret. Every JWT contains `eyJ`, the start of its encoded header. The keys of this and
 * other services begin with `sk_`.
 */
function isSecret(word: string): boolean {
  return word.indexOf("@") > 0 || word.includes("eyJ") || API_KEY.test(word) || LONG_RUN.test(word);
}
