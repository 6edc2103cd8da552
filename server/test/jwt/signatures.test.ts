import { KeyObject, sign, type webcrypto } from "node:crypto";
import fc from "fast-check";
import { type CryptoKey, compactVerify, generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import { isSignedWith } from "../../../src/verify/jwt/check-signature.ts";
import { jwsSchemes } from "../../../src/verify/jwt/jws-scheme.ts";
import { type ParsedJwt, parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { createJwsSigner } from "../../src/jwt/create-jws-signer.ts";

const algorithms = [...jwsSchemes.keys()];
const claims = { sub: "user-1", exp: 2_000_000_000 };
const pairs = new Map<string, Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }>>();
const nodeKey = (key: CryptoKey) => KeyObject.from(key as webcrypto.CryptoKey);

async function pairFor(algorithm: string) {
  const pair = pairs.get(algorithm) ?? generateKeyPair(algorithm, { extractable: true });
  pairs.set(algorithm, pair);
  const { privateKey, publicKey } = await pair;
  return { privateKey, publicKey, nodePrivate: nodeKey(privateKey), nodePublic: nodeKey(publicKey) };
}

const joseSays = (token: string, key: CryptoKey, algorithm: string) =>
  compactVerify(token, key, { algorithms: [algorithm] }).then(
    () => true,
    () => false,
  );

/**
 * Returns a copy of a parsed token with the given signature bytes. The bytes are replaced after parsing, because the
 * parser would reject some signatures.
 */
function withSignature(token: string, bytes: Uint8Array): ParsedJwt {
  const start = token.slice(0, token.lastIndexOf("."));
  return { ...parseJwt(token), text: `${start}.${Buffer.from(bytes).toString("base64url")}` };
}

test.each(algorithms)(
  "%s: jose verifies the signatures of this server, and this server verifies the signatures of jose",
  async (alg) => {
    const { privateKey, publicKey, nodePrivate, nodePublic } = await pairFor(alg);
    const own = await createJwsSigner({ typ: "JWT", alg, kid: "k" }, nodePrivate)(claims);
    const { payload, protectedHeader } = await compactVerify(own, publicKey, { algorithms: [alg] });
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(claims);
    expect(protectedHeader).toEqual({ typ: "JWT", alg, kid: "k" });
    const theirs = await new SignJWT(claims).setProtectedHeader({ alg, kid: "k" }).sign(privateKey);
    expect(await isSignedWith(parseJwt(theirs), nodePublic)).toBe(true);
  },
);

test.each(algorithms)("%s: rejects a signature with changed, missing or extra bytes", async (alg) => {
  const { privateKey, nodePublic } = await pairFor(alg);
  const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: "k" }).sign(privateKey);
  const signature = Buffer.from(token.slice(token.lastIndexOf(".") + 1), "base64url");
  expect(await isSignedWith(withSignature(token, signature), nodePublic)).toBe(true);
  const others = [
    Buffer.alloc(0),
    Buffer.alloc(signature.length),
    Buffer.alloc(signature.length, 0xff),
    signature.subarray(0, -1),
    Buffer.concat([signature, Buffer.from([0])]),
    Buffer.concat([Buffer.from([0]), signature]),
    Buffer.from(signature).reverse(),
  ];
  for (const bytes of others) expect(await isSignedWith(withSignature(token, bytes), nodePublic)).toBe(false);
});

test("rejects a token if its payload or any bit of its signature has changed", async () => {
  for (const alg of ["RS256", "PS256", "ES256", "ES384", "EdDSA"]) {
    const { privateKey, publicKey, nodePublic } = await pairFor(alg);
    const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: "k" }).sign(privateKey);
    const signature = Buffer.from(token.slice(token.lastIndexOf(".") + 1), "base64url");
    await fc.assert(
      fc.asyncProperty(fc.nat(signature.length * 8 - 1), async (bit) => {
        const bytes = Buffer.from(signature);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const changed = withSignature(token, bytes);
        expect(await isSignedWith(changed, nodePublic)).toBe(false);
        expect(await joseSays(changed.text, publicKey, alg)).toBe(false);
      }),
      { numRuns: 40, seed: 7515 },
    );
    const [header, , tail] = token.split(".");
    const payload = Buffer.from(JSON.stringify({ ...claims, sub: "user-2" })).toString("base64url");
    expect(await isSignedWith(parseJwt(`${header}.${payload}.${tail}`), nodePublic)).toBe(false);
  }
});

test("S15 rejects an ECDSA signature in DER encoding", async () => {
  const { nodePrivate, nodePublic } = await pairFor("ES256");
  const token = await createJwsSigner({ alg: "ES256", kid: "k" }, nodePrivate)(claims);
  const der = sign("sha256", Buffer.from(token.slice(0, token.lastIndexOf("."))), nodePrivate);
  expect(await isSignedWith(withSignature(token, der), nodePublic)).toBe(false);
});

test("S11 refuses to sign or verify with a key whose type or curve does not fit the algorithm", async () => {
  for (const alg of algorithms) {
    const { privateKey } = await pairFor(alg);
    const jwt = parseJwt(await new SignJWT(claims).setProtectedHeader({ alg, kid: "k" }).sign(privateKey));
    for (const other of algorithms.filter((name) => jwsSchemes.get(name) !== jwsSchemes.get(alg))) {
      expect(await isSignedWith(jwt, (await pairFor(other)).nodePublic)).toBe(false);
    }
  }
  const { nodePrivate } = await pairFor("RS256");
  expect(() => createJwsSigner({ alg: "ES256", kid: "k" }, nodePrivate)).toThrow("does not fit ES256");
  for (const alg of ["none", "HS256", "toString"]) {
    expect(() => createJwsSigner({ alg, kid: "k" }, nodePrivate)).toThrow("does not fit");
  }
});

test("S11 rejects an RS256 signature if the token's header contains another algorithm", async () => {
  const { nodePrivate, nodePublic } = await pairFor("RS256");
  for (const alg of ["ES256", "RS384", "PS256", "EdDSA"]) {
    const header = Buffer.from(JSON.stringify({ alg, kid: "k" })).toString("base64url");
    const start = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
    const signature = sign("sha256", Buffer.from(start), nodePrivate).toString("base64url");
    expect(await isSignedWith(parseJwt(`${start}.${signature}`), nodePublic)).toBe(false);
  }
});
