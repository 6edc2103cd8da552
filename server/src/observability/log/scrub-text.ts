const HIDDEN = "[hidden]";

/** Matches a private key in PEM format. In JSON text, its line breaks are escape sequences. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----([^-"\\]|\\[nr])*(-----END [A-Z ]*PRIVATE KEY-----)?/g;

/** The patterns of secrets, each with its replacement. To keep redacted JSON text valid, no pattern matches a quote. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/sk_aui_[A-Za-z0-9_-]+/g, HIDDEN],
  [/refresh_0[A-Za-z0-9_-]+/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[^\s"'\\]+/gi, `$1 ${HIDDEN}`],
  [/(?<=[a-z0-9+.-]:\/\/)[^\s/"'\\]*@/gi, `${HIDDEN}@`],
  [/(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+/g, HIDDEN],
];

/**
 * Matches base64url parts that are joined by dots, as in a JWT. A JWT may start at any of the parts, for example after
 * a host name. Scans each part only once, so the time stays linear.
 */
const DOTTED = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)+/g;
/**
 * Matches the start of a JWT's header. The header is JSON that begins with `{"`, `{ `, or `{` and a line feed. Its
 * base64url encoding therefore begins with `eyJ`, `eyA` or `ewo`.
 */
const JWT_HEADER = /\be[wy][A-Za-z0-9_-]{8}/;

/**
 * Redacts a match of {@link DOTTED} from the first JWT header to the end. Ignores a header in the last part, because a
 * JWT has at least one more part after its header.
 */
function hideJwt(dotted: string): string {
  const parts = dotted.split(".");
  const first = parts.slice(0, -1).findIndex((part) => JWT_HEADER.test(part));
  if (first < 0) return dotted;
  const before = (parts[first] ?? "").slice(0, parts[first]?.search(JWT_HEADER));
  return [...parts.slice(0, first), `${before}${HIDDEN}`].join(".");
}

/** Matches an escape sequence of JSON text. */
const ESCAPE = /(\\(?:u[\da-f]{4}|.))/i;

/**
 * Redacts the tokens, keys, email addresses and URL passwords in a text. The escape sequences of JSON text, such as
 * `\n`, separate words and stay unchanged.
 */
export function scrubText(text: string): string {
  const parts = text.replace(PRIVATE_KEY, HIDDEN).split(ESCAPE);
  return parts.map((part, index) => (index % 2 === 0 ? scrubPart(part) : part)).join("");
}

/** Redacts the secrets in a text without escape sequences. */
function scrubPart(text: string): string {
  let scrubbed = text.replace(DOTTED, hideJwt);
  for (const [pattern, replacement] of SECRETS) scrubbed = scrubbed.replace(pattern, replacement);
  return scrubbed;
}

/**
 * Redacts an error message, for example of the database driver. Replaces secrets, quoted values and the parameter
 * values of queries. Does not replace quoted names of tables, columns and constraints.
 *
 * @param secrets values that are always redacted
 */
export function scrubDriverText(text: string, secrets: readonly string[]): string {
  let scrubbed = text.replace(/\bparams:[\s\S]*/i, `params: ${HIDDEN}`);
  for (const secret of secrets) scrubbed = scrubbed.replaceAll(secret, HIDDEN);
  // PostgreSQL quotes both values and the names of tables, columns and constraints. Only texts that look like names are
  // kept.
  scrubbed = scrubbed.replace(/"([^"]*)"/g, (quoted, inner: string) =>
    /^[a-z_][a-z_]{0,62}$/.test(inner) ? quoted : `"${HIDDEN}"`,
  );
  return scrubText(scrubbed);
}
