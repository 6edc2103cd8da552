import { constants, createHmac, sign as cryptoSign, type KeyObject } from "node:crypto";

const encode = (text: string | Buffer) => Buffer.from(text).toString("base64url");
const json = (part: string | object) => encode(typeof part === "string" ? part : JSON.stringify(part));

/** Builds a JWT from objects or raw JSON texts and signs the JWT with `sign`. Does not validate the input. */
export function forge(header: string | object, payload: string | object, sign: (input: string) => Buffer): string {
  return forgeSegments(json(header), json(payload), sign);
}

/** Builds a JWT from raw segments and signs it with `sign`. */
export function forgeSegments(header: string, payload: string, sign: (input: string) => Buffer): string {
  const input = `${header}.${payload}`;
  return `${input}.${encode(sign(input))}`;
}

/**
 * Encodes `part` as a base64url segment and sets an unused bit of the last character. Lenient decoders ignore this bit.
 */
export function withSpareBit(part: string | object): string {
  const text = typeof part === "string" ? part : JSON.stringify(part);
  // JSON ignores a trailing space. Here, the space leaves unused bits in the last character.
  const segment = encode(text.length % 3 === 0 ? `${text} ` : text);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return segment.slice(0, -1) + alphabet[alphabet.indexOf(segment.at(-1) ?? "") | 1];
}

export const withRsa =
  (key: KeyObject, hash = "sha256") =>
  (input: string) =>
    cryptoSign(hash, Buffer.from(input), { key, padding: constants.RSA_PKCS1_PADDING });
export const withPss = (key: KeyObject) => (input: string) =>
  cryptoSign("sha256", Buffer.from(input), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
export const withEc =
  (key: KeyObject, hash = "sha256") =>
  (input: string) =>
    cryptoSign(hash, Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
export const withHmac = (secret: string) => (input: string) => createHmac("sha256", secret).update(input).digest();
export const unsigned = () => Buffer.alloc(0);
