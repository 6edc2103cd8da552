import type { TokenSource } from "assistant-cloud-auth";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createTestClock } from "../../src/testing/create-test-clock.ts";
import { signToken } from "../support/sign-token.ts";
import { recordWarnings } from "./record-warnings.ts";

const warnings = recordWarnings();

/** Loads the package as one page does. Returns a function that starts an engine on the page. */
async function openPage() {
  const { createTokenEngine } = await import("../../src/client/create-token-engine.ts");
  const clock = createTestClock();
  return (source: Partial<TokenSource>, options: { baseUrl?: string; shareAcrossTabs?: boolean } = {}) => {
    const getToken = async () => signToken({ sub: "ada", workspace_id: "o", exp: clock.wall() / 1000 + 300 });
    const tokenSource: TokenSource = { kind: "backend", key: "team", getToken, ...source };
    const engine = createTokenEngine({ baseUrl: "https://cloud.example", clock, tokenSource, ...options });
    onTestFinished(() => engine.dispose());
    return engine;
  };
}

const settle = () => createTestClock().advance(0);

describe("two engines of one page whose token sources have the same key", () => {
  it("in development, warns once, and names `key` and the remedy", async () => {
    const start = await openPage();
    start({});
    await settle();
    expect(warnings()).toEqual([]);
    start({});
    start({});
    await settle();
    start({ key: "other" });
    start({ key: "other" });
    await settle();
    expect(warnings()).toEqual([
      expect.stringMatching(/the same `key` of `tokenSource`.*one <AssistantCloudProvider>/),
    ]);
    expect(warnings()[0]).not.toContain("team");
  });

  it("in production, does not warn", async () => {
    vi.stubEnv("NODE_ENV", "production");
    const start = await openPage();
    start({});
    start({});
    await settle();
    expect(warnings()).toEqual([]);
  });

  it.each<[string, Parameters<Awaited<ReturnType<typeof openPage>>>]>([
    ["have no key", [{ key: null }]],
    ["are anonymous", [{ kind: "anonymous", key: "anonymous" }]],
    ["wait for the auth provider to load", [{ isPending: true }]],
    ["share no tokens", [{}, { shareAcrossTabs: false }]],
  ])("does not warn if both %s", async (_, options) => {
    const start = await openPage();
    start(...options);
    start(...options);
    await settle();
    expect(warnings()).toEqual([]);
  });

  it.each<[string, Parameters<Awaited<ReturnType<typeof openPage>>>]>([
    ["base URL", [{}, { baseUrl: "https://other.example" }]],
    ["kind", [{ kind: "provider" }]],
    ["key", [{ key: "other" }]],
  ])("does not warn if the %s differs", async (_, options) => {
    const start = await openPage();
    start({});
    start(...options);
    await settle();
    expect(warnings()).toEqual([]);
  });

  it("does not warn if one engine replaces the other", async () => {
    const start = await openPage();
    const first = start({});
    await settle();
    const second = start({});
    first.dispose();
    await settle();
    second.dispose();
    start({});
    await settle();
    expect(warnings()).toEqual([]);
  });

  it("does not warn about two tabs", async () => {
    const first = await openPage();
    vi.resetModules();
    const second = await openPage();
    first({});
    second({});
    await settle();
    expect(warnings()).toEqual([]);
  });
});
