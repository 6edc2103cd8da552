import { createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exchange, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "../support/start-issuer.ts";

const MINUTE = 60_000;
const t = setUpExchange();
let stranger: TestIssuer;
beforeAll(async () => {
  stranger = await startIssuer({ now: t.now });
});
afterAll(() => stranger.close());

const down = () => {
  t.provider.answer = (_request, response) => response.writeHead(500).end();
};
const signWith = (kid: string) => t.provider.sign({}, { kid });

test("S30 stops using a provider's key that is missing in the next JWKS fetch", async () => {
  await t.authority.rules.add(t.rule());
  tokenOf(await exchange(t.authority, await t.provider.sign()));
  t.provider.answer = (_request, response) =>
    response.end(JSON.stringify({ keys: [{ ...t.provider.publicJwk, kid: "new" }] }));
  t.time += 10 * MINUTE;
  await t.refused(await t.provider.sign(), 403, "JWT token is not valid");
  tokenOf(await exchange(t.authority, await signWith("new")));
});

test("S72 for a new key id, an exchange returns 503 until ten seconds after the last JWKS fetch", async () => {
  const faults: unknown[] = [];
  const { storage, projectId, now } = t;
  const base = { storage, projectId, now, issuer: "https://auth.example.com", allowInsecureJwks: true };
  const authority = await createAuthority({ ...base, onFault: (error) => faults.push(error) });
  await authority.rules.add(t.rule());
  tokenOf(await exchange(authority, await t.provider.sign()));
  t.time += 10_000;
  // This exchange fetches the keys just before the provider rotates, so that another fetch is not allowed yet.
  expect(await exchange(authority, await signWith("garbage"))).toMatchObject({ status: 403 });
  t.time += 1;
  t.provider.answer = (_request, response) =>
    response.end(JSON.stringify({ keys: [{ ...t.provider.publicJwk, kid: "new" }] }));
  const early = await exchange(authority, await signWith("new"));
  expect(early).toMatchObject({
    status: 503,
    body: { code: "token_key_not_known_yet", error: "The JWT signing key is not known yet" },
  });
  expect(early.headers.get("Retry-After")).toBe("10");
  t.time += 10_000;
  tokenOf(await exchange(authority, await signWith("new")));
  // Any caller can cause this refusal, so it is not reported to the operator as a failure.
  expect(faults).toEqual([]);
  await authority.close();
});

test("S31 checks the JWKS URL again before each fetch", async () => {
  await t.authority.rules.add(t.rule());
  const { storage, projectId, now } = t;
  const strict = await createAuthority({ storage, projectId, now, issuer: "https://auth.example.com" });
  const before = t.provider.fetches();
  expect(await exchange(strict, await t.provider.sign())).toMatchObject({
    status: 503,
    body: { code: "jwks_unavailable" },
  });
  expect(t.provider.fetches()).toBe(before);
  await strict.close();
});

test("S34 S35 an exchange returns 503 with Retry-After while the provider's keys are unreachable", async () => {
  await t.authority.rules.add(t.rule());
  down();
  const reply = await exchange(t.authority, await t.provider.sign());
  expect(reply).toMatchObject({ status: 503, body: { code: "jwks_unavailable" } });
  expect(reply.headers.get("Retry-After")).toBe("5");
});

test("S35 uses cached keys for a day while the provider is unreachable", async () => {
  await t.authority.rules.add(t.rule());
  tokenOf(await exchange(t.authority, await t.provider.sign()));
  down();
  t.time += 11 * MINUTE;
  const before = t.provider.fetches();
  for (let round = 0; round < 3; round++) {
    tokenOf(await exchange(t.authority, await t.provider.sign()));
    const unknown = await exchange(t.authority, await signWith("unknown"));
    expect(unknown).toMatchObject({ status: 503, body: { code: "jwks_unavailable" } });
    expect(unknown.headers.get("Retry-After")).toBe("5");
  }
  expect(t.provider.fetches() - before).toBe(1);
  t.time += 24 * 60 * MINUTE;
  expect((await exchange(t.authority, await t.provider.sign())).status).toBe(503);
  t.provider.answer = null;
  t.time += 10_000;
  tokenOf(await exchange(t.authority, await t.provider.sign()));
});

test("S36 unknown key ids cause at most one JWKS fetch per ten seconds", async () => {
  await t.authority.rules.add(t.rule());
  tokenOf(await exchange(t.authority, await t.provider.sign()));
  const tokens = await Promise.all(Array.from({ length: 50 }, (_, index) => signWith(`unknown-${index}`)));
  const before = t.provider.fetches();
  // Within ten seconds of a fetch, a key may be new, so the status is 503. The next fetch shows that no key exists.
  for (const [wait, status, fetched] of [
    [1, 503, 0],
    [9999, 403, 1],
    [1, 503, 1],
  ] as const) {
    t.time += wait;
    const replies = await Promise.all(tokens.map((token) => exchange(t.authority, token)));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([status]));
    expect(t.provider.fetches() - before).toBe(fetched);
  }
});

// In CVE-2026-32301, a token chose the URL of its keys.
test("S37 fetches no keys for an issuer that has no rule", async () => {
  await t.authority.rules.add(t.rule());
  const before = t.provider.fetches();
  for (const header of [{}, { jku: stranger.jwksUrl }, { x5u: stranger.jwksUrl }]) {
    const token = await stranger.sign({ jwks_uri: stranger.jwksUrl }, header);
    expect(await exchange(t.authority, token)).toMatchObject({ status: 403 });
  }
  expect(stranger.fetches()).toBe(0);
  expect(t.provider.fetches()).toBe(before);
});

test("S37 fetches keys only from the JWKS URL of the rule", async () => {
  await t.authority.rules.add({
    name: "two places",
    issuer: stranger.issuer,
    jwksUrl: t.provider.jwksUrl,
    audience: AUDIENCE,
  });
  expect(await exchange(t.authority, await stranger.sign())).toMatchObject({ status: 403 });
  expect(stranger.fetches()).toBe(0);
  const before = t.provider.fetches();
  expect(await exchange(t.authority, await t.provider.sign({ iss: stranger.issuer }))).toMatchObject({ status: 200 });
  expect(t.provider.fetches()).toBeGreaterThanOrEqual(before);
  expect(stranger.fetches()).toBe(0);
});
