const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Decodes a JWT's payload (RFC 7519 §7.2): base64url without padding, UTF-8, JSON with an object as its root. Neither
 * signature nor claims are checked. It uses the language alone, because not every platform has `atob` and `TextDecoder`.
 *
 * @param token a compact JWS
 * @throws an error of the language; its message may quote the payload, so don't pass it on
 */
export function decodeJwtPayload(token: string): Readonly<Record<string, unknown>> {
  const payload: unknown = JSON.parse(decodeText(token.split(".")[1] ?? ""));
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) throw new TypeError();
  return payload as Record<string, unknown>;
}

/** Escapes the bytes for `decodeURIComponent`, which rejects malformed UTF-8. */
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
