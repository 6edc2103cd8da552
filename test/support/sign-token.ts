import { generateKeyPairSync, sign } from "node:crypto";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
let serial = 0;

/** Signs a JWT (ES256) synchronously, so that a test with a stopped clock need not wait for Web Crypto. */
export function signToken(claims: Record<string, unknown>, typ = "aui-workspace+jwt"): string {
  serial += 1;
  const input = `${encode({ alg: "ES256", typ })}.${encode({ jti: `t${serial}`, ...claims })}`;
  const signature = sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
}
