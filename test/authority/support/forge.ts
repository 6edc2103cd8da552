import { constants, createHmac, sign as cryptoSign, type KeyObject } from "node:crypto";

const encode = (text: string | Buffer) => Buffer.from(text).toString("base64url");

/** Builds a JWT from raw JSON texts, signed as told, with no check of anything. */
export function forge(header: string | object, payload: string | object, sign: (input: string) => Buffer): string {
  const json = (part: string | object) => encode(typeof part === "string" ? part : JSON.stringify(part));
  const input = `${json(header)}.${json(payload)}`;
  return `${input}.${encode(sign(input))}`;
}

export const withRsa = (key: KeyObject) => (input: string) =>
  cryptoSign("sha256", Buffer.from(input), { key, padding: constants.RSA_PKCS1_PADDING });
export const withHmac = (secret: string) => (input: string) => createHmac("sha256", secret).update(input).digest();
export const unsigned = () => Buffer.alloc(0);
