import { backendTokenSource, providerTokenSource, type TokenSource } from "assistant-cloud-auth";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTabMembership } from "../../src/client/tab-membership.ts";
import { createEngineHarness } from "./engine-harness.ts";

const warn = vi.spyOn(console, "warn");
const warnings = () => warn.mock.calls.map(String);

beforeEach(() => {
  // The warning appears once per page, so each test needs fresh modules.
  vi.resetModules();
  warn.mockReset().mockImplementation(() => {});
});
afterEach(() => vi.unstubAllEnvs());

const getToken = () => Promise.resolve(null);
// Plain JavaScript can pass undefined. TypeScript without `exactOptionalPropertyTypes` can too.
const noKey = undefined as unknown as null;
const sources: Record<string, () => TokenSource> = {
  "providerTokenSource()": () => providerTokenSource({ key: noKey, getToken }),
  "backendTokenSource() with a URL": () => backendTokenSource({ url: "/token", key: noKey }),
  "backendTokenSource() with a function": () => backendTokenSource({ fetchToken: getToken, key: noKey }),
  "a token source that the app defines": () => ({ kind: "backend", key: noKey, getToken }),
};

async function startEngine(tokenSource: TokenSource): Promise<void> {
  const { createTokenEngine } = await import("../../src/client/create-token-engine.ts");
  const engine = createTokenEngine({ baseUrl: "https://cloud.example", tokenSource });
  await engine.getToken().catch(() => {});
  engine.dispose();
}

describe.each(Object.entries(sources))("F62 the token source key `undefined` in %s", (_name, make) => {
  it("in development, warns once if a token source's key is set to undefined, and treats it as null", async () => {
    await startEngine(make());
    await startEngine(make());
    expect(warnings()).toEqual([expect.stringContaining("`key` of `tokenSource` is undefined")]);
    const linkTabs = vi.fn(() => null);
    createTabMembership(make, linkTabs, { onToken() {}, onSignOut() {}, onAsk() {} }).connect();
    expect(linkTabs).not.toHaveBeenCalled();
  });

  it("in production, does not warn if a token source's key is set to undefined", async () => {
    vi.stubEnv("NODE_ENV", "production");
    await startEngine(make());
    expect(warnings()).toEqual([]);
  });
});

it("F62 does not warn if a token source's key is null or omitted", async () => {
  await startEngine(providerTokenSource({ key: null, getToken }));
  await startEngine(backendTokenSource("/token"));
  await startEngine(backendTokenSource({ fetchToken: getToken }));
  expect(warnings()).toEqual([]);
});

describe("F63 a token whose times are in milliseconds", () => {
  it("warns in development about token times in milliseconds", async () => {
    const { clock, mint, start } = createEngineHarness({
      source: { handler: () => mint({ claims: { exp: clock.wall() + 300_000 } }) },
    });
    await start().getToken();
    expect(warnings()).toEqual([expect.stringMatching(/app's backend .*"exp" counts milliseconds.*RFC 7519/)]);
  });

  it("does not warn about token times in seconds", async () => {
    await createEngineHarness().start().getToken();
    expect(warnings()).toEqual([]);
  });
});
