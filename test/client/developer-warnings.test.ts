import { backendTokenSource, providerTokenSource, type TokenSource } from "assistant-cloud-auth";
import { describe, expect, it, vi } from "vitest";
import { createTabMembership } from "../../src/client/tab-membership.ts";
import { createEngineHarness, rejectionOf } from "./engine-harness.ts";
import { recordWarnings } from "./record-warnings.ts";

const warnings = recordWarnings();

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

describe("F62 a token source's key that identifies no user", () => {
  const startWith = (key: unknown) => startEngine({ kind: "backend", key: key as string, getToken });

  it.each<[string, unknown, string]>([
    ["an object", { id: "ada" }, "is an object"],
    ["an array", ["ada", "acme"], "is an object"],
    ["NaN", Number.NaN, "is NaN"],
    ["the text `undefined`", "undefined", 'the text "undefined"'],
    ["the text `null`", "null", 'the text "undefined" or "null"'],
    ["two missing ids", "undefined:undefined", 'the text "undefined"'],
    ["two missing ids with a slash", "undefined/null", 'the text "undefined"'],
  ])("warns in development about the key if it is %s", async (_, key, problem) => {
    await startWith(key);
    await startWith(key);
    expect(warnings()).toEqual([expect.stringContaining("the `key` of `tokenSource`")]);
    expect(warnings()[0]).toContain(problem);
    expect(warnings()[0]).not.toMatch(/ada|acme/);
  });

  it.each(["ada", "ada:undefined", "undefined-user", "nullable", "[null]", "", "loading"])(
    "does not warn about the key %j",
    async (key) => {
      await startWith(key);
      expect(warnings()).toEqual([]);
    },
  );
});

describe("F63 a token whose times are not in seconds", () => {
  const tokenWith = async (claims: (seconds: number) => Record<string, unknown>) => {
    const { createEngineHarness: createHarness } = await import("./engine-harness.ts");
    const harness = createHarness({ source: { handler: () => mint() } });
    const mint = () => harness.mint({ claims: claims(harness.clock.wall() / 1000) });
    const engine = harness.start();
    return { engine, token: engine.getToken() };
  };

  it("warns in development about token times in milliseconds", async () => {
    await (await tokenWith((now) => ({ exp: (now + 300) * 1000 }))).token;
    expect(warnings()).toEqual([expect.stringMatching(/app's backend .*"exp" counts milliseconds.*RFC 7519/)]);
  });

  it.each<[string, string, (now: number) => unknown]>([
    ["milliseconds", "counts milliseconds", (now) => now * 1000],
    ["microseconds", "counts microseconds", (now) => now * 1e6],
    ["nanoseconds", "counts nanoseconds", (now) => now * 1e9],
    ["text", "is text", (now) => `${now}`],
  ])("uses a token whose `iat` is in %s until its `exp`, and warns in development", async (_, problem, iat) => {
    const { engine, token } = await tokenWith((now) => ({ iat: iat(now) }));
    expect(await token).toMatch(/^ey/);
    const { status, expiresAt } = engine.getSnapshot();
    expect({ status, expiresAt }).toEqual({ status: "authenticated", expiresAt: new Date("2026-01-01T00:05:00Z") });
    expect(warnings()).toEqual([expect.stringContaining(`"iat" ${problem}`)]);
  });

  it("warns in development about an `nbf` in milliseconds", async () => {
    await (await tokenWith((now) => ({ nbf: now * 1000 }))).token;
    expect(warnings()).toEqual([expect.stringContaining('"nbf" counts milliseconds')]);
  });

  it("the warning about a token in a response names the API as the sender, and not another tab", async () => {
    const { createEngineCore } = await import("../../src/client/create-engine-core.ts");
    const { engineDependencies } = await import("../../src/client/create-token-engine.ts");
    const { clock, source, mint } = createEngineHarness();
    const engine = createEngineCore(
      engineDependencies({ baseUrl: "https://cloud.example", tokenSource: source, clock }),
    );
    await engine.getToken();
    engine.adopt(mint({ claims: { exp: clock.wall() + 600_000 } }));
    expect(warnings()).toEqual([expect.stringMatching(/The API returned a token whose "exp" counts milliseconds/)]);
    engine.dispose();
  });

  it.each<[string, string, (now: number) => unknown]>([
    ["in microseconds", "counts microseconds", (now) => (now + 300) * 1e6],
    ["in nanoseconds", "counts nanoseconds", (now) => (now + 300) * 1e9],
    ["text", "is text", (now) => `${now + 300}`],
    ["an ISO date", "is text", () => "2026-01-01T00:05:00Z"],
  ])("the error for a token whose `exp` is %s names the claim and the unit", async (_, problem, exp) => {
    const { token } = await tokenWith((now) => ({ exp: exp(now) }));
    expect(await rejectionOf(token)).toMatchObject({
      code: "invalid_token",
      message: expect.stringContaining(`"exp" ${problem}`),
      remedy: expect.stringContaining("seconds"),
    });
  });

  it("does not warn about token times in seconds", async () => {
    await (await tokenWith(() => ({}))).token;
    expect(warnings()).toEqual([]);
  });
});
