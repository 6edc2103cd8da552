import { createHash, generateKeyPairSync, type JsonWebKey, sign } from "node:crypto";
import { createAuthority } from "assistant-cloud-server";
import { createLocalJWKSet, decodeProtectedHeader, exportSPKI, importJWK, type JSONWebKeySet, jwtVerify } from "jose";
import { beforeEach, expect, test } from "vitest";
import { call, exchange, mint, tokenOf } from "../support/call.ts";
import { forge, unsigned, withEc, withHmac, withPss, withRsa } from "../support/forge.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();
const INVALID = "JWT token is not valid";
const ALGORITHM = "JWT token algorithm is not valid";
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" });

beforeEach(async () => {
  await t.authority.rules.add(t.rule());
});

/** Publishes the keys at the provider and replaces the auth rule. The new rule accepts RSA, EC and Ed25519 keys. */
async function publish(keys: Record<string, JsonWebKey>) {
  const [rule] = await t.authority.rules.list();
  await t.authority.rules.remove(rule?.id ?? "");
  await t.authority.rules.add(t.rule({ algorithms: ["RS256", "RS512", "PS256", "ES256", "ES384", "EdDSA"] }));
  const jwks = { keys: Object.entries(keys).map(([kid, key]) => ({ ...key, kid })) };
  t.provider.answer = (_request, response) => response.end(JSON.stringify(jwks));
}
const publicJwk = (pair: typeof rsa) => pair.publicKey.export({ format: "jwk" });

test("S9 rejects a token with the algorithm `none` in any spelling", async () => {
  for (const alg of ["none", "None", "NONE", "nOnE", "", undefined, 7, ["RS256"]]) {
    await t.refused(forge({ ...t.header(), alg }, t.claims(), unsigned), 403, ALGORITHM);
    await t.refused(forge({ ...t.header(), alg }, t.claims(), withRsa(t.privateKey())), 403, ALGORITHM);
  }
  await t.refused(forge(t.header(), t.claims(), unsigned), 403, INVALID);
});

test("S78 treats EdDSA and Ed25519 as the same algorithm", async () => {
  const pair = generateKeyPairSync("ed25519");
  const jwk = pair.publicKey.export({ format: "jwk" });
  const withEd = (input: string) => sign(null, Buffer.from(input), pair.privateKey);
  await publish({ any: jwk, old: { ...jwk, alg: "EdDSA" }, new: { ...jwk, alg: "Ed25519" } });
  for (const accepted of ["EdDSA", "Ed25519"]) {
    const [rule] = await t.authority.rules.list();
    await t.authority.rules.update(rule?.id ?? "", rule?.revision ?? 0, t.rule({ algorithms: [accepted] }));
    for (const kid of ["any", "old", "new"]) {
      for (const alg of ["EdDSA", "Ed25519"]) {
        tokenOf(await exchange(t.authority, forge({ alg, kid }, t.claims(), withEd)));
      }
    }
    await t.refused(forge({ alg: "Ed448", kid: "any" }, t.claims(), withEd), 403, ALGORITHM);
  }
});

test("S78 signs workspace tokens with the algorithm name Ed25519", async () => {
  const { storage, now } = t;
  const own = { storage, now, projectId: "ed25519", issuer: "https://auth.example.com" };
  const authority = await createAuthority({ ...own, signingAlgorithm: "Ed25519" });
  const { key } = await authority.keys.create({ name: "backend" });
  const token = tokenOf(await mint(authority, key));
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: "Ed25519" });
  const { body } = await call(authority, "/.well-known/jwks.json");
  const keys = createLocalJWKSet(body as unknown as JSONWebKeySet);
  await jwtVerify(token, keys, { issuer: own.issuer, currentDate: new Date(now()) });
  expect((await call(authority, "/v1/threads", { bearer: token })).status).toBe(200);
  await authority.close();
});

test("S9 rejects an all-zero signature and a signature made with another key", async () => {
  await publish({ rsa: publicJwk(rsa), ec: publicJwk(p256) });
  const { privateKey: other } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  for (const [header, sign] of [
    // CVE-2022-21449: Java accepted a signature of zeros.
    [{ alg: "ES256", kid: "ec" }, () => Buffer.alloc(64)],
    [{ alg: "RS256", kid: "rsa" }, () => Buffer.alloc(256)],
    [{ alg: "RS256", kid: "rsa" }, () => Buffer.alloc(1)],
    [{ alg: "RS256", kid: "rsa" }, withRsa(other)],
  ] as const) {
    await t.refused(forge(header, t.claims(), sign), 403, INVALID);
  }
  tokenOf(await exchange(t.authority, forge({ alg: "ES256", kid: "ec" }, t.claims(), withEc(p256.privateKey))));
});

// CVE-2022-23541, CVE-2024-33663, CVE-2026-22817, CVE-2026-22818, CVE-2026-34950.
test("S10 rejects a token that is signed as HS256 with the public key as the secret", async () => {
  const pem = await exportSPKI((await importJWK(t.provider.publicJwk, "RS256")) as CryptoKey);
  for (const secret of [pem, pem.trim(), JSON.stringify(t.provider.publicJwk), t.provider.publicJwk.n ?? ""]) {
    await t.refused(forge({ ...t.header(), alg: "HS256" }, t.claims(), withHmac(secret)), 403, ALGORITHM);
  }
});

test("S10 ignores symmetric keys, and rejects a rule with a symmetric algorithm", async () => {
  const secret = "a secret that everybody can read there";
  await publish({ shared: { kty: "oct", k: Buffer.from(secret).toString("base64url"), alg: "HS256" } });
  await t.refused(forge({ alg: "HS256", kid: "shared" }, t.claims(), withHmac(secret)), 403, ALGORITHM);
  await t.refused(forge({ alg: "RS256", kid: "shared" }, t.claims(), withHmac(secret)), 403, INVALID);
  for (const algorithm of ["HS256", "none", "RS1", "rs256"]) {
    await expect(t.authority.rules.add(t.rule({ algorithms: [algorithm] }))).rejects.toMatchObject({
      code: "invalid_rule",
    });
  }
});

test("S11 rejects a token if its algorithm is not in the rule or does not match the provider's key", async () => {
  await t.refused(
    forge({ ...t.header(), alg: "RS384" }, t.claims(), withRsa(t.privateKey(), "sha384")),
    403,
    ALGORITHM,
  );
  await t.refused(forge({ ...t.header(), alg: "ES256" }, t.claims(), withRsa(t.privateKey())), 403, INVALID);
});

test("S11 uses a provider's key only for the type, curve, use and algorithm that the key declares", async () => {
  await publish({
    any: publicJwk(rsa),
    bound: { ...publicJwk(rsa), alg: "RS256" },
    sealing: { ...publicJwk(rsa), use: "enc" },
    p384: publicJwk(p384),
    posing: { ...publicJwk(p384), alg: "ES256" },
  });
  const answer = (alg: string, kid: string, sign: (input: string) => Buffer) =>
    exchange(t.authority, forge({ alg, kid }, t.claims(), sign));
  for (const accepted of [
    await answer("PS256", "any", withPss(rsa.privateKey)),
    await answer("RS512", "any", withRsa(rsa.privateKey, "sha512")),
    await answer("RS256", "bound", withRsa(rsa.privateKey)),
    await answer("ES384", "p384", withEc(p384.privateKey, "sha384")),
  ]) {
    tokenOf(accepted);
  }
  for (const wrong of [
    await answer("PS256", "bound", withPss(rsa.privateKey)),
    await answer("RS512", "bound", withRsa(rsa.privateKey, "sha512")),
    await answer("RS256", "sealing", withRsa(rsa.privateKey)),
    await answer("ES256", "p384", withEc(p384.privateKey)),
    await answer("ES256", "posing", withEc(p384.privateKey)),
    await answer("ES384", "posing", withEc(p384.privateKey, "sha384")),
    await answer("ES256", "any", withRsa(rsa.privateKey)),
    await answer("EdDSA", "any", withRsa(rsa.privateKey)),
  ]) {
    expect(wrong).toMatchObject({ status: 403, body: { error: INVALID } });
  }
});

test("S11 ignores an RSA key whose modulus is too short or whose exponent is 1", async () => {
  const short = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const modulus = Buffer.alloc(256, 0xff);
  const open = { kty: "RSA", n: modulus.toString("base64url"), e: "AQ" };
  await publish({ open, short: publicJwk(short) });
  /** Creates a signature without a private key. If a key's exponent is 1, the padded hash is a valid signature. */
  const byAnybody = (input: string) => {
    const info = Buffer.from("3031300d060960864801650304020105000420", "hex");
    const tail = Buffer.concat([Buffer.from([0]), info, createHash("sha256").update(input).digest()]);
    return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(256 - 2 - tail.length, 0xff), tail]);
  };
  await t.refused(forge({ alg: "RS256", kid: "open" }, t.claims(), byAnybody), 403, INVALID);
  await t.refused(forge({ alg: "RS256", kid: "short" }, t.claims(), withRsa(short.privateKey)), 403, INVALID);
});
