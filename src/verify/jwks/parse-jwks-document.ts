const decoder = new TextDecoder();

/**
 * Parses a JWKS document; throws a `SyntaxError` if it is not JSON. The decoder removes a byte order mark, which
 * `JSON.parse` rejects.
 */
export function parseJwksDocument(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes));
}
