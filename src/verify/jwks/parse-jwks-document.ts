const decoder = new TextDecoder();

/** Parses a JWKS document; the decoder drops a byte order mark, which `JSON.parse` refuses. Throws a `SyntaxError`. */
export function parseJwksDocument(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes));
}
