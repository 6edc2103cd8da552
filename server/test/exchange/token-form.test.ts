import { randomBytes } from "node:crypto";
import { CompactEncrypt } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exchange, tokenOf } from "../support/call.ts";
import { forge, forgeSegments, withRsa, withSpareBit } from "../support/forge.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";
import { startIssuer, type TestIssuer } from "../support/start-issuer.ts";

const t = setUpExchange();
const INVALID = "JWT token is not valid";
const MALFORMED = "Invalid JWT token";
const signed = (header: string | object, payload: string | object = t.claims()) =>
  forge(header, payload, withRsa(t.privateKey()));

beforeEach(async () => {
  await t.authority.rules.add(t.rule());
});

describe("the parameters of a token's JOSE header", () => {
  let stranger: TestIssuer;
  beforeAll(async () => {
    stranger = await startIssuer({ now: t.now });
  });
  afterAll(() => stranger.close());

  // In CVE-2026-35042, `crit` was ignored.
  test.each([
    ["S12", { crit: ["exp"] }],
    ["S12", { crit: [] }],
    ["S12", { crit: null }],
    ["S12", { crit: "b64" }],
    ["S12", { crit: ["unknown"], unknown: 1 }],
    ["S13", { b64: false }],
    ["S13", { b64: true }],
    ["S13", { b64: false, crit: ["b64"] }],
    ["S14", { enc: "A256GCM" }],
    ["S14", { zip: "DEF" }],
  ])("%s rejects a token with the header parameter %j", async (_number, member) => {
    await t.refused(signed({ ...t.header(), ...member }), 403, INVALID);
  });

  test.each(["jku", "x5u", "jwk"])(
    "S19 rejects a token with %s in the header, and fetches no URL from the header",
    async (name) => {
      const member = { [name]: name === "jwk" ? stranger.publicJwk : stranger.jwksUrl };
      const before = t.provider.fetches();
      await t.refused(signed({ ...t.header(), ...member }), 403, INVALID);
      // A key in the header does not verify the token either.
      await t.refused(await stranger.sign({ iss: t.provider.issuer }, member), 403, INVALID);
      expect(stranger.fetches()).toBe(0);
      expect(t.provider.fetches()).toBe(before);
    },
  );

  test("S19 ignores x5c in the token's header and verifies with the keys of the rule", async () => {
    const member = { x5c: [randomBytes(300).toString("base64")], x5t: "AAAA" };
    tokenOf(await exchange(t.authority, signed({ ...t.header(), ...member })));
    await t.refused(await stranger.sign({ iss: t.provider.issuer }, member), 403, INVALID);
  });

  test("S18 rejects a token whose key id is missing, malformed or not a string", async () => {
    const sign = (kid: unknown) => signed({ alg: "RS256", kid });
    await t.refused(sign(undefined), 403, "JWT header is missing kid");
    for (const kid of [
      "../../etc/passwd",
      "' or 1=1 --",
      "__proto__",
      "constructor",
      "",
      `${t.provider.kid} `,
      7,
      null,
      {},
      [t.provider.kid],
      "x".repeat(4000),
    ]) {
      await t.refused(sign(kid), 403, INVALID);
    }
    await t.refused(sign("x".repeat(7000)), 403, MALFORMED);
  });
});

// CVE-2026-29000 used a token nested in a token.
test("S14 rejects encrypted, nested and JSON-serialized tokens", async () => {
  const token = await t.provider.sign();
  await t.refused(`${token}.AAAA.AAAA`, 403, MALFORMED);
  const secret = randomBytes(32);
  const encrypted = new CompactEncrypt(Buffer.from(token)).setProtectedHeader({ alg: "dir", enc: "A256GCM" });
  await t.refused(await encrypted.encrypt(secret), 403, MALFORMED);
  for (const member of [{ cty: "JWT" }, { cty: "jwt" }, { cty: "" }, { typ: 7 }, { typ: ["JWT"] }, { typ: null }]) {
    await t.refused(signed({ ...t.header(), ...member }), 403, MALFORMED);
  }
  await t.refused(signed(t.header(), JSON.stringify(token)), 403, MALFORMED);
  const [protectedPart, payload, signature] = token.split(".");
  await t.refused(JSON.stringify({ payload }), 403, "Unsupported authorization value");
  const whole = await exchange(t.authority, JSON.stringify({ protected: protectedPart, payload, signature }));
  expect(whole.status).toBe(401);
});

test("S15 rejects a token with any encoding other than unpadded base64url", async () => {
  const token = await t.provider.sign();
  const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const at = last.indexOf(token.at(-1) ?? "");
  const [header, payload, signature = ""] = token.split(".");
  const standard = signature.replaceAll("-", "+").replaceAll("_", "/");
  expect(standard).not.toBe(signature);
  for (const other of [
    ...[`${token}==`, `${token}=`, token.slice(0, -1) + last[at ^ 1]],
    ...[
      `${header}=.${payload}.${signature}`,
      `${header}.${payload}==.${signature}`,
      `${header}.${payload}.${standard}`,
    ],
  ]) {
    expect(other).not.toBe(token);
    await t.refused(other, 403, MALFORMED);
  }
  // Spaces end the header value, so these tokens fail even earlier.
  for (const blank of [" ", "\t", "\u00a0"]) {
    expect((await exchange(t.authority, token.slice(0, 20) + blank + token.slice(20))).status).toBe(401);
  }
});

test("S15 rejects a header or payload that is not valid UTF-8, even if the signature is valid", async () => {
  const encode = (part: object | string | Buffer) =>
    (Buffer.isBuffer(part) ? part : Buffer.from(typeof part === "string" ? part : JSON.stringify(part))).toString(
      "base64url",
    );
  const sign = (header: string, payload: string) => forgeSegments(header, payload, withRsa(t.privateKey()));
  const [header, payload] = [encode(t.header()), encode(t.claims())];
  tokenOf(await exchange(t.authority, sign(header, payload)));
  const text = JSON.stringify(t.claims());
  const notUtf8 = Buffer.from(text.replace("user-1", "user-\u00ff"), "latin1");
  for (const other of [
    sign(withSpareBit(t.header()), payload),
    sign(header, withSpareBit(t.claims())),
    sign(header, encode(notUtf8)),
    sign(header, encode(`\ufeff${text}`)),
    sign(encode(`\ufeff${JSON.stringify(t.header())}`), payload),
  ]) {
    await t.refused(other, 403, MALFORMED);
  }
});

test("S16 rejects a token with duplicate JSON names at any depth, even if they are escaped", async () => {
  const text = JSON.stringify(t.claims());
  const twice = [
    text.replace("{", '{"sub":"admin",'),
    text.replace("{", '{"\\u0073ub":"admin",'),
    text.replace("{", `{"sub"${" ".repeat(200)}:"admin",`),
    text.replace("{", '{"org":{"id":1,"id":2},'),
    text.replace("{", '{"list":[{"id":1,"id":2}],'),
  ];
  for (const payload of twice) await t.refused(signed(t.header(), payload), 403, MALFORMED);
  await t.refused(signed(`{"alg":"HS256","alg":"RS256","kid":"${t.provider.kid}"}`), 403, MALFORMED);
});

test("S16 accepts equal JSON names in separate objects and in strings", async () => {
  const valid = {
    a: { id: 1 },
    b: { id: 2 },
    c: [{ id: 3 }, { id: 4 }],
    d: '{"sub":"x","sub":"y"}',
    e: 'quote " : {',
  };
  tokenOf(await exchange(t.authority, await t.provider.sign(valid)));
});

test("S17 rejects a token whose payload or header nests more than 32 levels deep", async () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const within = (text: object, value: string) => JSON.stringify(text).replace("{", `{"x":${value},`);
  tokenOf(await exchange(t.authority, signed(t.header(), within(t.claims(), nested(31)))));
  await t.refused(signed(t.header(), within(t.claims(), nested(32))), 403, MALFORMED);
  await t.refused(signed(within(t.header(), nested(32))), 403, MALFORMED);
});

test("S5 rejects a token of more than 8 KB, even if the token is valid", async () => {
  const padded = (length: number) => t.provider.sign({ padding: "x".repeat(length) });
  const excess = (await padded(5000)).length - 8192;
  const longest = 5000 - Math.ceil((excess * 3) / 4);
  tokenOf(await exchange(t.authority, await padded(longest)));
  await t.refused(await padded(longest + 4), 403, MALFORMED);
});
