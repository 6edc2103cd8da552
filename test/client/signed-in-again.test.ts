import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { createTabPresence } from "../../src/client/platform/tab-presence.ts";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import type { TokenSource } from "../../src/core/token-source.ts";
import { createEngineHarness, MINUTE, SECOND } from "./engine-harness.ts";
import { stubTabGlobals } from "./simulated-tabs.ts";

beforeEach(() => {
  stubTabGlobals();
});
afterEach(() => vi.unstubAllGlobals());

const refusedWith = (code: "signed_out" | "unauthenticated") => () =>
  Promise.reject(new AssistantCloudAuthError(code, "The provider said so."));
const sourceOf = (more: Pick<TokenSource, "getToken" | "session">): TokenSource => ({
  kind: "backend",
  key: "ada",
  ...more,
});

describe("tabs whose session has ended", () => {
  /** Opens two tabs whose sessions have ended. A test can sign the user in again in the first tab. */
  async function startSignedOut(code: "signed_out" | "unauthenticated" = "signed_out", ago = MINUTE) {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const ofFirst = vi.fn<TokenSource["getToken"]>(async () => harness.mint());
    const ofSecond = vi.fn<TokenSource["getToken"]>(async () => harness.mint());
    const first = harness.start({ tokenSource: sourceOf({ getToken: ofFirst }) });
    // The second tab refreshes earlier before expiry, so it calls first whenever a refresh is due.
    const second = harness.start({ tokenSource: sourceOf({ getToken: ofSecond }), random: () => 0.99 });
    await harness.clock.advance(SECOND);
    ofFirst.mockImplementation(refusedWith(code));
    ofSecond.mockImplementation(refusedWith(code));
    await first.refresh().catch(() => null);
    void second.refresh().catch(() => null);
    await harness.clock.advance(ago);
    expect(second.getSnapshot().userId).toBe(null);
    const signInFirst = async () => {
      ofFirst.mockImplementation(async () => harness.mint());
      first.setTokenSource(sourceOf({ getToken: ofFirst, session: "second" }));
      await harness.clock.advance(SECOND);
    };
    return { harness, first, second, ofFirst, ofSecond, signInFirst };
  }

  it.each(["signed_out", "unauthenticated"] as const)(
    "F51 after the error %s, a signed-out tab uses the new token if the user signs in again in another tab",
    async (code) => {
      const { second, ofSecond, signInFirst } = await startSignedOut(code);
      const before = ofSecond.mock.calls.length;
      await signInFirst();
      expect(second.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada", error: null });
      expect(ofSecond).toHaveBeenCalledTimes(before);
    },
  );

  it.each(["signed_out", "unauthenticated"] as const)(
    "F51 after the error %s, a signed-out tab uses the new token even if the user signs in again at once",
    async (code) => {
      const { harness, second, ofSecond, signInFirst } = await startSignedOut(code, 0.3 * SECOND);
      const before = ofSecond.mock.calls.length;
      await signInFirst();
      await harness.clock.advance(SECOND);
      expect(second.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada", error: null });
      expect(ofSecond).toHaveBeenCalledTimes(before);
    },
  );

  it("F51 a signed-out tab that calls its token source again does not end another tab's new session", async () => {
    const { harness, first, second, ofSecond, signInFirst } = await startSignedOut();
    let endSession = (_token: null) => {};
    ofSecond.mockImplementation(() => new Promise((resolve) => (endSession = resolve)));
    const retry = second.reset();
    await harness.clock.settle();
    await signInFirst();
    endSession(null);
    await retry;
    await harness.clock.advance(2 * SECOND);
    expect(first.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada" });
  });

  it("F51 a tab whose retry failed before the user signed in again does not end the new session", async () => {
    const { harness, first, second, ofSecond, signInFirst } = await startSignedOut();
    ofSecond.mockImplementation(async () => Promise.reject(new Error("no network")));
    void second.reset();
    await harness.clock.advance(0.1 * SECOND);
    await signInFirst();
    ofSecond.mockImplementation(async () => null);
    const seen = new Set<string>();
    first.subscribe(() => seen.add(first.getSnapshot().status));
    await harness.clock.advance(30 * MINUTE);
    expect([...seen]).toEqual(["authenticated"]);
  });

  it("F51 a tab that invalidates the token of another tab's new session does not end that session", async () => {
    const { harness, first, second, ofSecond, signInFirst } = await startSignedOut();
    await signInFirst();
    ofSecond.mockImplementation(async () => null);
    const before = ofSecond.mock.calls.length;
    second.invalidate();
    await harness.clock.advance(2 * SECOND);
    expect(ofSecond).toHaveBeenCalledTimes(before + 1);
    expect(first.getSnapshot().status).toBe("authenticated");
  });

  it("F51 if a signed-out tab receives another tab's new token and then its own new session, its sign-out reaches the other tab", async () => {
    const { harness, first, second, ofSecond, signInFirst } = await startSignedOut();
    await signInFirst();
    second.setTokenSource(sourceOf({ getToken: ofSecond, session: "third" }));
    await second.refresh();
    await harness.clock.advance(MINUTE);
    expect(second.getSnapshot().status).toBe("unauthenticated");
    expect(first.getSnapshot().status).toBe("unauthenticated");
  });

  it("F51 a signed-out tab that was hidden while the user signed in again gets the new token when it is shown", async () => {
    const { harness, ofSecond, signInFirst } = await startSignedOut();
    const tokenSource = sourceOf({ getToken: ofSecond });
    const options = { baseUrl: "https://cloud.example", tokenSource, clock: harness.clock };
    const hidden = createEngineCore(engineDependencies(options));
    const hide = hidden.connect();
    void hidden.tick();
    await harness.clock.advance(SECOND);
    expect(hidden.getSnapshot().userId).toBe(null);
    hide();
    await signInFirst();
    await harness.clock.advance(MINUTE);
    hidden.connect();
    await harness.clock.advance(SECOND);
    expect(hidden.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada" });
  });

  it("F29 F51 a tab that was suspended during a sign-out does not end a session that has begun since", async () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const first = await harness.started();
    let endSession = (_token: null) => {};
    const getToken = vi.fn(async (): Promise<string | null> => harness.mint());
    const suspended = harness.start({ tokenSource: sourceOf({ getToken }) });
    await harness.clock.advance(SECOND);
    getToken.mockImplementation(() => new Promise((resolve) => (endSession = resolve)));
    void suspended.refresh();
    await harness.clock.settle();
    // The message of the other tab's sign-out waits until the suspended tab has handled its response.
    createTabPresence(JSON.stringify(["https://cloud.example", "backend", "ada"])).markSignOut();
    endSession(null);
    await harness.clock.settle();
    expect(suspended.getSnapshot().status).toBe("unauthenticated");
    expect(first.getSnapshot().status).toBe("authenticated");
  });

  it("F26 F51 a tab with a token of a new session does not end that session after a response rotates the token", async () => {
    const { harness, first, signInFirst } = await startSignedOut();
    const getToken = vi.fn(async (): Promise<string | null> => null);
    const dependencies = {
      baseUrl: "https://cloud.example",
      tokenSource: sourceOf({ getToken }),
      clock: harness.clock,
    };
    const third = createEngineCore(engineDependencies(dependencies));
    const disconnect = third.connect();
    void third.tick();
    await harness.clock.advance(SECOND);
    await signInFirst();
    await harness.clock.advance(MINUTE);
    expect(third.getSnapshot().status).toBe("authenticated");
    third.adopt(harness.mint());
    void third.refresh().catch(() => null);
    await harness.clock.advance(SECOND);
    expect(getToken).toHaveBeenCalledTimes(2);
    expect(first.getSnapshot().status).toBe("authenticated");
    disconnect();
    third.dispose();
  });

  it("F51 a tab continues with another tab's tokens if the tab's own provider reports a sign-out", async () => {
    const { harness, first, second, signInFirst } = await startSignedOut();
    await signInFirst();
    const seen = new Set<string>();
    for (const tab of [first, second]) tab.subscribe(() => seen.add(tab.getSnapshot().status));
    await harness.clock.advance(30 * MINUTE);
    expect([...seen]).toEqual(["authenticated"]);
  });

  it("F51 a signed-out tab that uses another tab's tokens signs out again after the other tab closes", async () => {
    const { harness, first, second, signInFirst } = await startSignedOut();
    await signInFirst();
    first.dispose();
    await harness.clock.advance(6 * MINUTE);
    expect(second.getSnapshot().status).toBe("unauthenticated");
  });

  it("F51 a signed-out tab ignores a token that was issued before the session ended", async () => {
    const { harness, second } = await startSignedOut();
    const channel = new BroadcastChannel(
      `assistant-cloud-auth:${JSON.stringify(["https://cloud.example", "backend", "ada"])}`,
    );
    channel.postMessage({ type: "token", token: harness.mint({ age: MINUTE + SECOND }), age: 0 });
    await harness.clock.settle();
    expect(second.getSnapshot().userId).toBe(null);
    channel.postMessage({ type: "token", token: harness.mint(), age: 0 });
    await harness.clock.settle();
    expect(second.getSnapshot().userId).toBe("ada");
    channel.close();
  });
});
