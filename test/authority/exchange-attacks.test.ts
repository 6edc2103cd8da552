import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { exportSPKI, importJWK } from "jose";
import { beforeEach, expect, test } from "vitest";
import { exchange, tokenOf } from "./support/call.ts";
import { forge, unsigned, withHmac, withRsa } from "./support/forge.ts";
import { setUpExchange } from "./support/set-up-exchange.ts";

const t = setUpExchange();

beforeEach(async () => {
  await t.authority.rules.add(t.rule());
});

test("S9 alg none in any spelling is refused", async () => {
  for (const alg of ["none", "None", "NONE", "nOnE", "", undefined, 7, ["RS256"]]) {
    await t.refused(forge({ ...t.header(), alg }, t.claims(), unsigned), 403, "JWT token algorithm is not valid");
    await t.refused(
      forge({ ...t.header(), alg }, t.claims(), withRsa(t.privateKey())),
      403,
      "JWT token algorithm is not valid",
    );
  }
  await t.refused(forge(t.header(), t.claims(), unsigned), 403, "JWT token is not valid");
});

test("S10 HS256 with the public key as the secret is refused", async () => {
  const pem = await exportSPKI((await importJWK(t.provider.publicJwk, "RS256")) as CryptoKey);
  for (const secret of [pem, pem.trim(), JSON.stringify(t.provider.publicJwk)]) {
    await t.refused(
      forge({ ...t.header(), alg: "HS256" }, t.claims(), withHmac(secret)),
      403,
      "JWT token algorithm is not valid",
    );
  }
});

test("S11 an algorithm outside the rule, or one that does not fit the key, is refused", async () => {
  await t.refused(
    forge({ ...t.header(), alg: "RS384" }, t.claims(), withRsa(t.privateKey())),
    403,
    "JWT token algorithm is not valid",
  );
  await t.refused(
    forge({ ...t.header(), alg: "ES256" }, t.claims(), withRsa(t.privateKey())),
    403,
    "JWT token is not valid",
  );
});

test.each([
  ["S12", { crit: ["exp"] }],
  ["S12", { crit: [] }],
  ["S12", { crit: "b64" }],
  ["S12", { crit: ["unknown"], unknown: 1 }],
  ["S13", { b64: false }],
  ["S13", { b64: true }],
  ["S13", { b64: false, crit: ["b64"] }],
  ["S19", { jku: "https://evil.example/jwks" }],
  ["S19", { x5u: "https://evil.example/cert" }],
  ["S19", { jwk: { kty: "RSA" } }],
])("%s the header member %j is refused, and nothing is fetched for it", async (_number, member) => {
  const before = t.provider.fetches();
  await t.refused(
    forge({ ...t.header(), ...member }, t.claims(), withRsa(t.privateKey())),
    403,
    "JWT token is not valid",
  );
  expect(t.provider.fetches()).toBe(before);
});

test("S14 encrypted, nested and JSON-serialised tokens are refused", async () => {
  const token = await t.provider.sign();
  await t.refused(`${token}.AAAA.AAAA`, 403, "Invalid JWT token");
  await t.refused(forge({ ...t.header(), cty: "JWT" }, t.claims(), withRsa(t.privateKey())), 403, "Invalid JWT token");
  const [protectedPart, payload, signature] = token.split(".");
  await t.refused(JSON.stringify({ payload }), 403, "Unsupported authorization value");
  expect((await exchange(t.authority, JSON.stringify({ protected: protectedPart, payload, signature }))).status).toBe(
    401,
  );
});

test("S15 another spelling of the same bytes is refused", async () => {
  const token = await t.provider.sign();
  const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const at = last.indexOf(token.at(-1) ?? "");
  for (const other of [`${token}==`, `${token}=`, token.slice(0, -1) + last[at ^ 1]]) {
    expect(other).not.toBe(token);
    await t.refused(other, 403, "Invalid JWT token");
  }
  // Blanks end the header value, so these fail even earlier.
  for (const blank of [" ", "\t", "\u00a0"]) {
    expect((await exchange(t.authority, token.slice(0, 20) + blank + token.slice(20))).status).toBe(401);
  }
});

test("S16 a name given twice is refused, in header, payload and below, also when escaped", async () => {
  const text = JSON.stringify(t.claims());
  const twice = [
    text.replace("{", '{"sub":"admin",'),
    text.replace("{", '{"\\u0073ub":"admin",'),
    text.replace("{", `{"sub"${" ".repeat(200)}:"admin",`),
    text.replace("{", '{"org":{"id":1,"id":2},'),
    text.replace("{", '{"list":[{"id":1,"id":2}],'),
  ];
  for (const payload of twice)
    await t.refused(forge(t.header(), payload, withRsa(t.privateKey())), 403, "Invalid JWT token");
  const alg = `{"alg":"HS256","alg":"RS256","kid":"${t.provider.kid}"}`;
  await t.refused(forge(alg, t.claims(), withRsa(t.privateKey())), 403, "Invalid JWT token");
});

test("S16 equal names in different objects, and names within texts, are sound", async () => {
  const sound = {
    a: { id: 1 },
    b: { id: 2 },
    c: [{ id: 3 }, { id: 4 }],
    d: '{"sub":"x","sub":"y"}',
    e: 'quote " : {',
  };
  tokenOf(await exchange(t.authority, await t.provider.sign(sound)));
});

test("S17 deep nesting and more than 200 members are refused", async () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const withDepth = (depth: number) => JSON.stringify(t.claims()).replace("{", `{"x":${nested(depth)},`);
  tokenOf(await exchange(t.authority, forge(t.header(), withDepth(31), withRsa(t.privateKey()))));
  await t.refused(forge(t.header(), withDepth(32), withRsa(t.privateKey())), 403, "Invalid JWT token");
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`c${index}`, 1]));
  await t.refused(await t.provider.sign(many), 403, "Invalid JWT token");
});

test("S18 a key id that is missing, strange or no text is refused", async () => {
  const sign = (kid: unknown) => forge({ alg: "RS256", kid }, t.claims(), withRsa(t.privateKey()));
  await t.refused(sign(undefined), 403, "JWT header is missing kid");
  for (const kid of [
    "../../etc/passwd",
    "' or 1=1 --",
    "__proto__",
    "constructor",
    "",
    7,
    null,
    {},
    "x".repeat(4000),
  ]) {
    await t.refused(sign(kid), 403, "JWT token is not valid");
  }
});

test("S20 exp must be a whole number of seconds", async () => {
  const sign = (exp: string) =>
    forge(t.header(), JSON.stringify(t.claims()).replace(/"exp":\d+/, `"exp":${exp}`), withRsa(t.privateKey()));
  for (const exp of [`"${t.seconds() + 600}"`, "null", "-1", `${t.seconds() + 60}.5`, "1e20", "[]", "true", "9e999"]) {
    await t.refused(sign(exp), 403, "JWT token is not valid");
  }
  await t.refused(await t.provider.sign({ exp: undefined }), 403, "JWT token is not valid");
});

test("S20 an expired token gets 401 with a challenge, after five seconds of tolerance", async () => {
  const token = await t.provider.sign({ exp: t.seconds() + 60 });
  t.time += 64_000;
  tokenOf(await exchange(t.authority, token));
  t.time += 1000;
  const reply = await exchange(t.authority, token);
  expect(reply).toMatchObject({ status: 401, body: { error: "JWT token has expired", code: "token_expired" } });
  expect(reply.headers.get("WWW-Authenticate")).toContain('error="invalid_token"');
});

test("S21 a token from the future gets 401, one that lives more than a day 403", async () => {
  for (const claim of ["nbf", "iat"]) {
    tokenOf(await exchange(t.authority, await t.provider.sign({ [claim]: t.seconds() + 5 })));
    await t.refused(await t.provider.sign({ [claim]: t.seconds() + 6 }), 401, "JWT token is not yet valid");
  }
  tokenOf(await exchange(t.authority, await t.provider.sign({ exp: t.seconds() + 86_400 })));
  await t.refused(await t.provider.sign({ exp: t.seconds() + 86_401 }), 403, "JWT token is not valid");
  await t.refused(await t.provider.sign({ iat: undefined, exp: t.seconds() + 86_401 }), 403, "JWT token is not valid");
});

test("S22 the issuer is compared byte for byte", async () => {
  await t.refused(await t.provider.sign({ iss: undefined }), 403, "JWT payload is missing iss");
  const { issuer } = t.provider;
  const others = [issuer.slice(0, -1), `${issuer}/`, issuer.toUpperCase(), issuer.replace("1", "\u0661"), ` ${issuer}`];
  for (const iss of [...others, [issuer], { 0: issuer }, 7]) {
    await t.refused(await t.provider.sign({ iss }), 403, "No auth rule matches the JWT iss and aud claims");
  }
});

test("S5 a token of more than 8 KB is refused before it is decoded", async () => {
  await t.refused(await t.provider.sign({ padding: "x".repeat(8000) }), 403, "Invalid JWT token");
  await t.refused(`a.${"b".repeat(15_000)}.c`, 403, "Invalid JWT token");
});

test("a signature by another key under the right key id is refused", async () => {
  const { privateKey: other } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  expect(createPublicKey(other).asymmetricKeyType).toBe("rsa");
  await t.refused(forge(t.header(), t.claims(), withRsa(other)), 403, "JWT token is not valid");
});
