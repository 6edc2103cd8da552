import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEngineHarness, MINUTE, SECOND } from "./engine-harness.ts";
import { createTabs, post, stubTabGlobals } from "./simulated-tabs.ts";

beforeEach(() => {
  stubTabGlobals();
});
afterEach(() => vi.unstubAllGlobals());

type Tabs = ReturnType<typeof createTabs>;

/**
 * Returns the messages that the tabs send during an action. A test delivers these messages later, because a frozen tab
 * receives messages late.
 */
async function recordMessages(tabs: Tabs, action: () => unknown): Promise<unknown[]> {
  const messages: unknown[] = [];
  const name = `assistant-cloud-auth:${JSON.stringify(["https://cloud.example", "backend", "ada"])}`;
  const channel = Object.assign(new BroadcastChannel(name), {
    onmessage: ({ data }: { data: unknown }) => void messages.push(data),
  });
  await action();
  await tabs.clock.settle();
  channel.close();
  return messages;
}

async function deliver(tabs: Tabs, messages: unknown[]): Promise<void> {
  for (const message of messages) post("ada", message);
  await tabs.clock.settle();
}

/**
 * Records the messages of a tab that gets a token and then closes. Starts a second tab `ms` milliseconds after the
 * first tab has closed.
 */
async function freezeDuringRefresh(tabs: Tabs, ms: number) {
  const messages = await recordMessages(tabs, async () => (await tabs.started()).dispose());
  await tabs.clock.advance(ms);
  tabs.source.handle(null);
  return { messages, resumed: tabs.start() };
}

/** Signs the user out in one tab. Returns the messages that this tab sends. */
async function signOutElsewhere(tabs: Tabs): Promise<unknown[]> {
  const other = await tabs.started();
  tabs.source.handle(() => null);
  const messages = await recordMessages(tabs, () => other.refresh());
  other.dispose();
  tabs.source.handle(() => tabs.mint());
  return messages;
}

describe("messages that a frozen tab receives late", () => {
  it("F32 F34 a token's age includes the time that its message waited", async () => {
    const tabs = createTabs();
    const { messages, resumed } = await freezeDuringRefresh(tabs, 100 * SECOND);
    await deliver(tabs, messages);
    const remaining = (resumed.getSnapshot().expiresAt?.getTime() ?? 0) - tabs.clock.wall();
    expect(remaining).toBe(200 * SECOND);
  });

  it("F32 F34 a token that expired while its message waited is ignored", async () => {
    const tabs = createTabs();
    const { messages, resumed } = await freezeDuringRefresh(tabs, 301 * SECOND);
    await deliver(tabs, messages);
    expect(resumed.getSnapshot().userId).toBe(null);
  });

  it("F32 F34 a tab drops an expired token whose message says that the token is new and has no time of sending", async () => {
    const tabs = createTabs();
    const resumed = await tabs.started();
    tabs.source.handle(null);
    const expiredToken = tabs.mint();
    await tabs.clock.advance(400 * SECOND);
    post("ada", { type: "token", token: expiredToken, age: 0 });
    await tabs.clock.settle();
    expect(resumed.getSnapshot().userId).toBe(null);
  });

  it("F29 F51 after a sign-out whose message waited, the tab drops its token and asks its own source", async () => {
    const tabs = createTabs();
    const queued = await signOutElsewhere(tabs);
    const resumed = await tabs.started();
    const dropped = await resumed.getToken();
    await tabs.clock.advance(MINUTE);
    await deliver(tabs, [{ ...Object(queued[0]), sentAt: tabs.clock.wall() - 30 * SECOND }]);
    expect(resumed.getSnapshot().userId).toBe(null);
    await tabs.clock.advance(SECOND);
    expect(await resumed.getToken()).not.toBe(dropped);
    expect(resumed.getSnapshot().status).toBe("authenticated");
  });

  it("F32 F51 a token that was issued after the sign-out stays in use when the sign-out's message arrives", async () => {
    const tabs = createTabs();
    const queued = await signOutElsewhere(tabs);
    await tabs.clock.advance(MINUTE);
    const resumed = await tabs.started();
    const before = resumed.getSnapshot();
    await tabs.clock.advance(SECOND);
    await deliver(tabs, queued);
    expect(before.status).toBe("authenticated");
    expect(resumed.getSnapshot()).toBe(before);
  });

  it("F29 F51 a tab that learns of a sign-out late does not end another tab's new session", async () => {
    const tabs = createTabs();
    let endSession = (_token: null) => {};
    const getToken = vi.fn(async (): Promise<string | null> => tabs.mint());
    tabs.start({ tokenSource: { kind: "backend", key: "ada", getToken } });
    await tabs.clock.advance(MINUTE);
    getToken.mockImplementation(() => new Promise((resolve) => (endSession = resolve)));
    post("ada", { type: "signed_out", sentAt: tabs.clock.wall() - 30 * SECOND });
    await tabs.clock.advance(SECOND);
    expect(getToken).toHaveBeenCalledTimes(2);
    const signedInAgain = await tabs.started();
    endSession(null);
    await tabs.clock.advance(SECOND);
    expect(signedInAgain.getSnapshot().status).toBe("authenticated");
  });

  it("F29 a sign-out message signs the tab out even if the message's time of sending is invalid", async () => {
    for (const sentAt of ["soon", null, Number.NaN, Number.POSITIVE_INFINITY, undefined]) {
      const tabs = createTabs();
      const engine = await tabs.started();
      post("ada", { type: "signed_out", sentAt });
      await tabs.clock.settle();
      expect(engine.getSnapshot().status).toBe("unauthenticated");
    }
  });
});

describe("a token that the app has invalidated", () => {
  it("F34 another tab does not send the token back", async () => {
    const tabs = createTabs();
    const [first, second] = [await tabs.started(), await tabs.started()];
    await tabs.clock.advance(SECOND);
    const dropped = await second.getToken();
    tabs.source.handle(null);
    first.invalidate();
    const waiting = first.getToken();
    const late = await tabs.started();
    // The new tab stops waiting for the other tab's call after five seconds, and asks all tabs for a token.
    await tabs.clock.advance(6 * SECOND);
    expect(await late.getToken()).toBe(dropped);
    expect(first.getSnapshot().userId).toBe(null);
    (await tabs.source.waiting).resolve(tabs.mint());
    expect(await waiting).not.toBe(dropped);
  });
});

describe("tabs that invalidate their token at the same time", () => {
  it("F34 share the next token", async () => {
    const tabs = createTabs();
    const engines = [await tabs.started(), await tabs.started(), await tabs.started()];
    await tabs.clock.advance(SECOND);
    const before = tabs.source.calls.length;
    for (const engine of engines) engine.invalidate();
    await tabs.clock.advance(5 * SECOND);
    expect(tabs.source.calls).toHaveLength(before + 1);
    expect(new Set(await Promise.all(engines.map((engine) => engine.getToken()))).size).toBe(1);
  });
});

describe("a signed-out tab that never had a token", () => {
  it.each([
    ["fast", 60 * MINUTE],
    ["slow", -60 * MINUTE],
  ])("F28 F51 accepts only tokens issued after the sign-out, even if the clock is %s", async (_name, clockError) => {
    const harness = createEngineHarness({ source: { key: "ada", handler: () => null }, clockError });
    const engine = await harness.started();
    expect(engine.getSnapshot().status).toBe("unauthenticated");
    await harness.clock.advance(MINUTE);
    post("ada", { type: "token", token: harness.mint({ age: MINUTE + SECOND }), age: MINUTE + SECOND });
    await harness.clock.settle();
    expect(engine.getSnapshot().userId).toBe(null);
    post("ada", { type: "token", token: harness.mint({ age: SECOND }), age: SECOND });
    await harness.clock.settle();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada" });
  });
});
