import { createAuthority } from "assistant-cloud-server";
import { beforeEach, expect, test } from "vitest";
import { call, claimsOf, exchange, mint, tokenOf } from "../support/call.ts";
import { forge, withRsa } from "../support/forge.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();
const INVALID = "JWT token is not valid";

beforeEach(async () => {
  await t.authority.rules.add(t.rule());
});

/** Returns a token that has the given text as the value of a claim. The text may be invalid JSON, such as `NaN`. */
function written(claim: string, text: string): string {
  const payload = JSON.stringify(t.claims({ [claim]: 0 })).replace(`"${claim}":0`, `"${claim}":${text}`);
  return forge(t.header(), payload, withRsa(t.privateKey()));
}

// CVE-2026-44459 used an `exp` that was not a number.
test.each(["exp", "nbf", "iat"])("S20 rejects a token whose %s is not a number of seconds", async (claim) => {
  const seconds = t.seconds() + (claim === "exp" ? 60 : 0);
  tokenOf(await exchange(t.authority, written(claim, String(seconds))));
  for (const text of [`"${seconds}"`, "null", "-1", "1e20", "[]", `[${seconds}]`, "true", "9e999", "{}"]) {
    await t.refused(written(claim, text), 403, INVALID);
  }
  await t.refused(written(claim, "NaN"), 403, "Invalid JWT token");
});

test.each(["exp", "nbf", "iat"])("S80 an exchange does not round the claim %s to whole seconds", async (claim) => {
  const edge = claim === "exp" ? t.seconds() - 5 : t.seconds() + 5;
  const [good, late] = claim === "exp" ? [edge + 0.25, edge] : [edge, edge + 0.25];
  for (const value of [good, t.seconds() + 0.123456]) {
    tokenOf(await exchange(t.authority, written(claim, String(value))));
  }
  const error = claim === "exp" ? "JWT token has expired" : "JWT token is not yet valid";
  await t.refused(written(claim, String(late)), 401, error);
  for (const text of ["9007199254740992.5", "1e400", "-0.5"]) await t.refused(written(claim, text), 403, INVALID);
});

test("S80 rejects a token whose lifetime exceeds a day by a fraction of a second", async () => {
  await t.refused(written("exp", `${t.seconds() + 86_400}.001`), 403, INVALID);
  tokenOf(await exchange(t.authority, written("exp", `${t.seconds() + 86_399}.999`)));
});

test("S20 rejects a token without an expiry", async () => {
  await t.refused(await t.provider.sign({ exp: undefined }), 403, INVALID);
});

test("S20 rejects a token that expired more than five seconds ago", async () => {
  const token = await t.provider.sign({ exp: t.seconds() + 60 });
  t.time += 64_999;
  tokenOf(await exchange(t.authority, token));
  t.time += 1;
  const reply = await exchange(t.authority, token);
  expect(reply).toMatchObject({ status: 401, body: { error: "JWT token has expired", code: "token_expired" } });
  expect(reply.headers.get("WWW-Authenticate")).toContain('error="invalid_token"');
});

test("S21 rejects a token that is not valid yet, and a token whose lifetime exceeds a day", async () => {
  for (const claim of ["nbf", "iat"]) {
    tokenOf(await exchange(t.authority, await t.provider.sign({ [claim]: t.seconds() + 5 })));
    await t.refused(await t.provider.sign({ [claim]: t.seconds() + 6 }), 401, "JWT token is not yet valid");
  }
  tokenOf(await exchange(t.authority, await t.provider.sign({ exp: t.seconds() + 86_400 })));
  await t.refused(await t.provider.sign({ exp: t.seconds() + 86_401 }), 403, INVALID);
  await t.refused(await t.provider.sign({ iat: undefined, exp: t.seconds() + 86_401 }), 403, INVALID);
  await t.refused(await t.provider.sign({ iat: t.seconds() - 86_000, exp: t.seconds() + 600 }), 403, INVALID);
});

test("S65 accepts a token from five seconds before its issue time until five seconds after its expiry", async () => {
  const providers = await t.provider.sign({ exp: t.seconds() + 600 });
  const own = tokenOf(await exchange(t.authority, providers));
  for (const [skew, expected] of [
    [-5000, 200],
    [-5001, 401],
  ] as const) {
    t.time += skew;
    expect((await exchange(t.authority, providers)).status).toBe(expected);
    // `nbf` of the authority's own token is ten seconds before `iat`, but a token whose `iat` is in the future is
    // refused.
    expect((await call(t.authority, "/v1/threads", { bearer: own })).status).toBe(expected);
    t.time -= skew;
  }
  for (const [token, life] of [
    [providers, 600_000],
    [own, 300_000],
  ] as const) {
    t.time += life + 4999;
    expect((await call(t.authority, "/v1/threads", { bearer: token })).status).toBe(200);
    t.time += 1;
    expect((await call(t.authority, "/v1/threads", { bearer: token })).status).toBe(401);
    t.time -= life + 5000;
  }
});

test("S65 an exchange reads the clock only once for each token", async () => {
  let ticks = t.time;
  const racing = await createAuthority({
    ...{ storage: t.storage, projectId: t.projectId, issuer: "https://auth.example.com", allowInsecureJwks: true },
    now: () => {
      ticks += 700;
      return ticks;
    },
  });
  const { key } = await racing.keys.create({ name: "backend" });
  for (const reply of [
    await mint(racing, key),
    await exchange(racing, await t.provider.sign({ exp: t.seconds() + 3600 })),
  ]) {
    const { iat = 0, nbf = 0, exp = 0 } = claimsOf(reply);
    expect({ life: exp - iat, lead: iat - nbf }).toEqual({ life: 300, lead: 10 });
  }
  await racing.close();
});
