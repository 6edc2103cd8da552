import { createWorkspaceTokenVerifier } from "assistant-cloud-auth/verify";
import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  anonymousTokenSource,
  createTokenEngine,
  providerTokenSource,
  type TokenEngine,
  type TokenSource,
} from "../../src/index.ts";
import { createTestClock, type TestClock } from "../../src/testing/index.ts";

let clock: TestClock;
let authority: TestAuthority;
let engine: TokenEngine | undefined;
beforeAll(async () => {
  clock = createTestClock();
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the template language of workspaces
  authority = await createTestAuthority({ now: clock.wall, workspace: "${org_id}:${sub}" });
}, 120_000);
afterAll(() => authority.close());
afterEach(() => {
  engine?.dispose();
  expect(clock.pendingTimers).toBe(0);
});

function startEngine(tokenSource: TokenSource, fetch: typeof globalThis.fetch = authority.fetch): TokenEngine {
  engine = createTokenEngine({
    baseUrl: authority.baseUrl,
    tokenSource,
    fetch: (input, init) => clock.hold(fetch(input, init)),
    clock,
    random: () => 0.5,
  });
  return engine;
}
const provider = (claims: Record<string, unknown>, calls: { count: number } = { count: 0 }) =>
  providerTokenSource({
    key: `${claims["org_id"]}:${claims["sub"]}`,
    getToken: () => {
      calls.count += 1;
      return clock.hold(authority.issueProviderToken(claims));
    },
  });
const verify = (token: string | null) =>
  createWorkspaceTokenVerifier({
    issuer: authority.baseUrl,
    fetch: (url, init) => authority.fetch(url, init),
    now: clock.wall,
  })(token ?? "");

/**
 * Creates a `fetch` that records the requested paths. If `answer` returns a response, `fetch` does not call the
 * authority.
 */
function recording(answer: (path: string) => Response | null = () => null) {
  const paths: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    paths.push(`${request.method} ${path}`);
    return answer(path) ?? authority.fetch(request);
  };
  return { paths, fetch };
}

describe("direct integration: the authority exchanges the ID token of a provider", () => {
  it("the exchange returns a verifiable workspace token of the user and organization", async () => {
    const { paths, fetch } = recording();
    const token = await startEngine(provider({ sub: "user_1", org_id: "org_1" }), fetch).getToken();
    expect(await verify(token)).toMatchObject({ userId: "user_1", workspaceId: "org_1:user_1" });
    expect(paths).toEqual(["POST /v1/auth/tokens/exchange"]);
  });

  it("F3 each renewal requests a new ID token, and no `getToken()` waits for the renewal", async () => {
    const calls = { count: 0 };
    startEngine(provider({ sub: "user_1", org_id: "org_1" }, calls));
    await engine?.getToken();
    const seen = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      await clock.advance(30_000);
      expect(engine?.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
      const token = await engine?.getToken();
      await expect(verify(token ?? null)).resolves.toBeDefined();
      seen.add(token ?? "");
    }
    expect(calls.count).toBe(seen.size);
    expect(calls.count).toBeLessThanOrEqual(Math.ceil(1200 / 240) + 1);
  });

  it("F27 a switch of the organization drops the token of the old workspace", async () => {
    startEngine(provider({ sub: "user_1", org_id: "org_1" }));
    await engine?.getToken();
    engine?.setTokenSource(provider({ sub: "user_1", org_id: "org_2" }));
    expect(engine?.getSnapshot().status).not.toBe("authenticated");
    expect(await verify((await engine?.getToken()) ?? null)).toMatchObject({ workspaceId: "org_2:user_1" });
  });

  it.each([
    ["another audience", { aud: "another-app" }],
    ["another issuer", { iss: "https://login.example.com" }],
    ["no organization", { org_id: undefined }],
    ["no user", { sub: undefined }],
  ])(
    "F60 the authority rejects an ID token with %s, and the engine retries at growing intervals",
    async (_label, claims) => {
      const { paths, fetch } = recording();
      startEngine(provider({ sub: "user_1", org_id: "org_1", ...claims }), fetch);
      await expect(engine?.getToken()).rejects.toMatchObject({ code: "rejected", retryable: true });
      expect(engine?.getSnapshot().error?.remedy).toContain("auth rule");
      await clock.advance(600_000);
      const inTenMinutes = paths.length;
      expect(inTenMinutes).toBeLessThanOrEqual(12);
      await clock.advance(600_000);
      expect(paths.length - inTenMinutes).toBeLessThanOrEqual(4);
      expect(engine?.getSnapshot().error).toMatchObject({ code: "rejected" });
    },
  );

  it("F21 if the provider has no user, the engine reports a sign-out instead of an error", async () => {
    startEngine(providerTokenSource({ key: null, getToken: async () => null }));
    await expect(engine?.getToken()).resolves.toBeNull();
    expect(engine?.getSnapshot()).toMatchObject({ status: "unauthenticated", error: null });
  });
});

describe("direct integration with a server that has no exchange route, such as the hosted cloud", () => {
  const hosted = () =>
    recording((path) =>
      path === "/v1/auth/tokens/exchange" ? Response.json({ error: "Not Found" }, { status: 404 }) : null,
    );

  it("the client reads the workspace token from the Authorization header of a response", async () => {
    const { paths, fetch } = hosted();
    const token = await startEngine(provider({ sub: "user_1", org_id: "org_1" }), fetch).getToken();
    expect(await verify(token)).toMatchObject({ userId: "user_1", workspaceId: "org_1:user_1" });
    expect(paths).toEqual(["POST /v1/auth/tokens/exchange", "GET /v1/threads"]);
  });

  it("the client calls the exchange route only once, and reads each new token from an API response", async () => {
    const { paths, fetch } = hosted();
    startEngine(provider({ sub: "user_1", org_id: "org_1" }), fetch);
    await engine?.getToken();
    await clock.advance(250_000);
    await clock.advance(250_000);
    expect(paths.filter((path) => path.endsWith("/exchange"))).toHaveLength(1);
    expect(paths.filter((path) => path.endsWith("/threads")).length).toBeGreaterThanOrEqual(3);
    await expect(verify((await engine?.getToken()) ?? null)).resolves.toBeDefined();
  });

  it("a server without an exchange route rejects an invalid ID token", async () => {
    const { fetch } = hosted();
    startEngine(provider({ sub: "user_1", org_id: "org_1", aud: "another-app" }), fetch);
    await expect(engine?.getToken()).rejects.toMatchObject({ code: "rejected" });
  });
});

describe("anonymous visitors", () => {
  it("an anonymous visitor keeps one user id across renewals and page loads", async () => {
    const memory = new Map<string, string>();
    const storage = {
      getItem: (slot: string) => memory.get(slot) ?? null,
      setItem: (slot: string, value: string) => void memory.set(slot, value),
      removeItem: (slot: string) => void memory.delete(slot),
    };
    startEngine(anonymousTokenSource({ storage }));
    const first = await verify((await engine?.getToken()) ?? null);
    expect(first.userId).toMatch(/^usr_anon_0/);
    await clock.advance(250_000);
    const second = await verify((await engine?.getToken()) ?? null);
    expect(second.userId).toBe(first.userId);
    expect(second.issuedAt).toBeGreaterThan(first.issuedAt);
    engine?.dispose();
    startEngine(anonymousTokenSource({ storage }));
    expect((await verify((await engine?.getToken()) ?? null)).userId).toBe(first.userId);
  });
});
