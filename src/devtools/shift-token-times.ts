import { decodeJwtPart } from "../core/decode-jwt-part.ts";

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const TIMES = ["iat", "nbf", "exp"];

/**
 * Returns a token with `iat`, `nbf` and `exp` shifted by `ms` milliseconds, as if the server's clock were wrong. The
 * signature no longer matches, so servers reject the token. A value that is not a JWT is returned unchanged.
 */
export function shiftTokenTimes(token: unknown, ms: number): unknown {
  if (typeof token !== "string") return token;
  try {
    const claims = { ...decodeJwtPart(token, 1) };
    for (const name of TIMES) {
      const time = claims[name];
      if (typeof time === "number") claims[name] = time + Math.round(ms / 1000);
    }
    const [header, , signature] = token.split(".");
    return `${header}.${encode(claims)}.${signature}`;
  } catch {
    return token;
  }
}

/** Encodes JSON as base64url. It escapes non-ASCII characters first, so each character is one byte. */
function encode(claims: object): string {
  const toEscape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const text = JSON.stringify(claims).replace(/[\u0080-\uffff]/g, toEscape);
  let encoded = "";
  let bits = 0;
  let buffer = 0;
  for (let at = 0; at < text.length; at += 1) {
    buffer = ((buffer << 8) | text.charCodeAt(at)) & 0xffff;
    bits += 8;
    for (; bits >= 6; bits -= 6) encoded += BASE64URL[(buffer >> (bits - 6)) & 63];
  }
  return bits === 0 ? encoded : encoded + BASE64URL[(buffer << (6 - bits)) & 63];
}
