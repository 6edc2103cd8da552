const HIDDEN = "[hidden]";

/** What a secret looks like; none of them takes a quote or a backslash, so that JSON stays JSON. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----([^-"\\]|\\n)*(-----END [A-Z ]*PRIVATE KEY-----)?/g, HIDDEN],
  // A JWT: its header is an object in base64url, `{"`, `{ ` or `{` and a new line.
  [/\be[wy][A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)+/g, HIDDEN],
  [/sk_aui_[A-Za-z0-9_-]+/g, HIDDEN],
  [/refresh_0[A-Za-z0-9_-]+/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[^\s"'\\]+/gi, `$1 ${HIDDEN}`],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/"'\\]*@/gi, `$1${HIDDEN}@`],
  [/[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+/g, HIDDEN],
];

/** The same text without tokens, keys, passwords in URLs and e-mail addresses. */
export function scrubText(text: string): string {
  let scrubbed = text;
  for (const [pattern, replacement] of SECRETS) scrubbed = scrubbed.replace(pattern, replacement);
  return scrubbed;
}

/**
 * The same text of a database driver without the values that a query was sent with.
 *
 * @param secrets texts that must not be shown whatever they look like
 */
export function scrubDriverText(text: string, secrets: readonly string[]): string {
  let scrubbed = text.replace(/\bparams:[\s\S]*$/i, `params: ${HIDDEN}`);
  for (const secret of secrets) scrubbed = scrubbed.replaceAll(secret, HIDDEN);
  // Values stand in quotes; the names of tables, columns and constraints do too.
  scrubbed = scrubbed.replace(/"([^"]*)"/g, (quoted, inner: string) =>
    /^[a-z_][a-z_]{0,62}$/.test(inner) ? quoted : `"${HIDDEN}"`,
  );
  return scrubText(scrubbed);
}
