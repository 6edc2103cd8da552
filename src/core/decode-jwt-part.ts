const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Decodes a part of a JWT and returns its JSON object. The part is UTF-8 text, encoded as base64url without padding
 * (RFC 7519 §7.2). The function checks neither the signature nor the claims. The function does not use `atob` or
 * `TextDecoder`, because some platforms lack them.
 *
 * @param token a compact JWS
 * @param part 0 for the header, 1 for the payload
 * @throws a built-in error such as `SyntaxError`. Don't expose the error's message, because it may quote the token
 */
export function decodeJwtPart(token: string, part: 0 | 1): Readonly<Record<string, unknown>> {
  const decoded: unknown = JSON.parse(decodeText(token.split(".")[part] ?? ""));
  if (typeof decoded !== "object" || decoded === null || Array.isArray(decoded)) throw new TypeError();
  return decoded as Record<string, unknown>;
}

/** Decodes base64url to text. Percent-encodes the bytes for `decodeURIComponent`, which rejects malformed UTF-8. */
function decodeText(encoded: string): string {
  if (encoded.length % 4 === 1) throw new TypeError();
  let escaped = "";
  let bits = 0;
  let buffer = 0;
  for (const character of encoded) {
    const value = BASE64URL.indexOf(character);
    if (value < 0) throw new TypeError();
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    escaped += `%${((buffer >> bits) & 0xff).toString(16).padStart(2, "0")}`;
  }
  return decodeURIComponent(escaped);
}
