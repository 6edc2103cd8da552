const decoder = new TextDecoder();

/**
 * Parses a JWKS document. Throws a `SyntaxError` if the document is not JSON. `TextDecoder` removes a byte order mark,
 * which `JSON.parse` would reject.
 */
export function parseJwksDocument(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes));
}
