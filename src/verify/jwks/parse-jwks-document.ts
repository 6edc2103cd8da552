const decoder = new TextDecoder();

/**
 * Parses a JWKS document. Throws a `SyntaxError` if the document is not JSON. The decoder removes a byte order mark,
 * which `JSON.parse` rejects.
 */
export function parseJwksDocument(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes));
}
