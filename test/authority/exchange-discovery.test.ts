import { afterAll, beforeAll, expect, test } from "vitest";
import { exchange } from "./support/call.ts";
import { setUpExchange } from "./support/set-up-exchange.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "./support/start-issuer.ts";

const t = setUpExchange();
let stranger: TestIssuer;
beforeAll(async () => {
  stranger = await startIssuer({ now: t.now });
});
afterAll(() => stranger.close());

test("S37 an issuer that no rule names is never asked for its keys, whatever the token says of itself", async () => {
  await t.authority.rules.add(t.rule());
  for (const header of [{}, { jku: stranger.jwksUrl }, { x5u: stranger.jwksUrl }]) {
    const token = await stranger.sign({ jwks_uri: stranger.jwksUrl }, header);
    expect(await exchange(t.authority, token)).toMatchObject({ status: 403 });
  }
  expect(stranger.fetches()).toBe(0);
  expect(t.provider.fetches()).toBe(0);
});

test("S37 a rule's issuer is compared, not visited: keys come from the rule's own address", async () => {
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
