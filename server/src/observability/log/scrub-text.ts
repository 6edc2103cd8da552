const HIDDEN = "[hidden]";

/** What a secret looks like; none of them takes a quote or a backslash, so that JSON stays JSON. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----([^-"\\]|\\n)*(-----END [A-Z ]*PRIVATE KEY-----)?/g, HIDDEN],
  [/sk_aui_[A-Za-z0-9_-]+/g, HIDDEN],
  [/refresh_0[A-Za-z0-9_-]+/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[^\s"'\\]+/gi, `$1 ${HIDDEN}`],
  [/(?<=[a-z0-9+.-]:\/\/)[^\s/"'\\]*@/gi, `${HIDDEN}@`],
  [/(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+/g, HIDDEN],
];

/** Texts of base64url with dots between them, each read once: a JWT may begin inside. */
const DOTTED = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)+/g;
/** A JWT's header is an object in base64url, `{"`, `{ ` or `{` and a new line. */
const JWT_HEADER = /\be[wy][A-Za-z0-9_-]{8}/;

/** Hides a JWT, from its header to the end; a header needs a part behind it. */
function hideJwt(dotted: string): string {
  const parts = dotted.split(".");
  const first = parts.slice(0, -1).findIndex((part) => JWT_HEADER.test(part));
  if (first < 0) return dotted;
  const before = (parts[first] ?? "").slice(0, parts[first]?.search(JWT_HEADER));
  return [...parts.slice(0, first), `${before}${HIDDEN}`].join(".");
}

/** The same text without tokens, keys, passwords in URLs and e-mail addresses. */
export function scrubText(text: string): string {
  let scrubbed = text.replace(DOTTED, hideJwt);
  for (const [pattern, replacement] of SECRETS) scrubbed = scrubbed.replace(pattern, replacement);
  return scrubbed;
}

/**
 * The same text of a database driver without the values that a query was sent with.
 *
 * @param secrets texts that must not be shown whatever they look like
 */
export function scrubDriverText(text: string, secrets: readonly string[]): string {
  let scrubbed = text.replace(/\bparams:[\s\S]*/i, `params: ${HIDDEN}`);
  for (const secret of secrets) scrubbed = scrubbed.replaceAll(secret, HIDDEN);
  // Values stand in quotes; the names of tables, columns and constraints do too.
  scrubbed = scrubbed.replace(/"([^"]*)"/g, (quoted, inner: string) =>
    /^[a-z_][a-z_]{0,62}$/.test(inner) ? quoted : `"${HIDDEN}"`,
  );
  return scrubText(scrubbed);
}
