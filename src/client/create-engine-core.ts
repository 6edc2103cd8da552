import type { TokenSource } from "../core/token-source.ts";
import { assertTokenSource, keyOf } from "./call-source.ts";
import { createTimekeeper } from "./clock.ts";
import { createRefreshAttempts } from "./create-refresh-attempts.ts";
import { createEngineInspector } from "./engine-inspector.ts";
import { createEngineStore } from "./engine-store.ts";
import type { TokenEvent } from "./events.ts";
import { disposedError, supersededError } from "./failure.ts";
import { untilDue, usableFor } from "./held-token.ts";
import { createPiggyback } from "./piggyback.ts";
import { ignore } from "./platform/attempt.ts";
import type { AttemptDependencies } from "./refresh-attempts.ts";
import { nextAllowedCall } from "./schedule.ts";
import type { TabLink } from "./tab-link.ts";
import { createTabMembership } from "./tab-membership.ts";
import type { EngineCore } from "./token-engine.ts";
import { createTokenRead } from "./token-read.ts";

/** The dependencies of an engine, with defaults applied. */
export interface EngineDependencies extends AttemptDependencies {
  tokenSource: TokenSource;
  onEvent: (event: TokenEvent) => void;
  /**
   * Creates the link to the tabs that share the source's tokens; returns null if the platform does not support sharing.
   * Null if the engine shares no tokens.
   */
  linkTabs: ((source: TokenSource) => TabLink | null) | null;
}

/**
 * Creates an engine without a driver, such as a timer. The engine starts a refresh only when a caller calls a function
 * of the engine, such as `getToken()` or `tick`.
 */
export function createEngineCore(dependencies: EngineDependencies): EngineCore {
  const { baseUrl, clock, random } = dependencies;
  assertTokenSource(dependencies.tokenSource);
  let source = dependencies.tokenSource;
  let sessionChanges = 0;
  const readTime = createTimekeeper(clock);
  const store = createEngineStore(dependencies.onEvent, () => tokens.clearCache());
  const tabs = createTabMembership(() => source, dependencies.linkTabs, {
    onToken: (token, age, afterSignOut) => attempts.adopt(token, "tab", age, afterSignOut),
    onSignOut: (ago) => attempts.endSession(ago),
    onAsk: () => attempts.publish(),
  });
  const { inspector, wrapCall } = createEngineInspector({ clock, store, tabs });
  const piggyback = createPiggyback(clock, dependencies.sourceTimeoutMs / 5);
  const attempts = createRefreshAttempts({
    dependencies,
    store,
    tabs,
    readTime,
    piggyback,
    sourceOf: () => source,
    sessionChanges: () => sessionChanges,
    wrapCall,
  });
  const tokens = createTokenRead({ clock, store, attempts, readTime });

  function tick(isBackOnline?: boolean): Promise<void> {
    const now = readTime();
    if (isBackOnline) store.dispatch({ type: "back_online", now, random: random() });
    tokens.expireIfDead(now);
    const wokenAt = isBackOnline === undefined ? null : now;
    const isDue = untilDue(store.state.held, now) <= 0 && !attempts.waitsForNetwork(wokenAt);
    if (isDue && !source.isPending && attempts.mayStart(now)) void attempts.start(now, false);
    return attempts.inFlight === null ? Promise.resolve() : attempts.inFlight.then(ignore, ignore);
  }

  function nextActionIn(): number | null {
    const now = readTime();
    const { held, ended } = store.state;
    const untilExpiry = held === null ? Number.POSITIVE_INFINITY : usableFor(held, now);
    const isIdle = source.isPending || ended !== null || attempts.inFlight !== null || attempts.waitsForNetwork(null);
    const untilStart = isIdle ? untilExpiry : Math.max(untilDue(held, now), attempts.untilStart(now));
    const wait = Math.min(untilExpiry, untilStart);
    // Timers take whole milliseconds. Rounding down would fire a timer too early, so round up.
    return wait === Number.POSITIVE_INFINITY ? null : Math.ceil(Math.max(0, wait));
  }

  function resetState(): void {
    // A user may press a retry button repeatedly, so the limit of calls per minute also applies to resets.
    if (store.state.ended === "disposed" || clock.monotonic() < nextAllowedCall(store.state.calls)) return;
    store.dispatch({ type: "reset", now: readTime() });
  }

  return {
    baseUrl,
    getToken: tokens.getToken,
    refresh() {
      const { ended, failure } = store.state;
      if (ended === "signed_out" || ended === "refused" || failure?.code === "rejected") resetState();
      return tokens.read(true);
    },
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    invalidate: () => attempts.end("invalidated", supersededError),
    reset() {
      resetState();
      return tick();
    },
    setTokenSource(next) {
      assertTokenSource(next);
      const other = next.kind !== source.kind || keyOf(next) !== keyOf(source) || !next.isPending !== !source.isPending;
      if (next.session !== source.session) {
        sessionChanges += 1;
        if (next.session) store.dispatch({ type: "session_began" });
      }
      // While the auth provider loads, no user is known, so a call that waits for the provider is not another user's. A
      // microtask later, the engine has joined the tabs of the new key.
      const wasPending = source.isPending;
      source = next;
      if (!other) return;
      attempts.end("superseded", wasPending ? () => Promise.resolve().then(() => tokens.getToken()) : supersededError);
      tabs.switchKey();
    },
    resume() {
      const { ended, failure } = store.state;
      if (attempts.inFlight !== null || ended === "disposed" || (ended ?? failure) === null) return;
      store.dispatch({ type: "resumed", now: readTime() });
      void tick();
    },
    dispose: () => attempts.end("disposed", disposedError),
    tick,
    nextActionIn,
    peek: tokens.peek,
    revoke: attempts.revoke,
    adopt: (token) => attempts.adopt(token, "response", null, null),
    piggyback(url, send) {
      const token = tokens.getToken();
      const { owner, failure } = store.state;
      // Once a user is known, the next ID token may belong to another user. The engine must exchange and check it
      // first, so only a user's first request may carry an ID token.
      const isFirst = owner === null && failure === null;
      // On a platform without `Request`, the URL is not normalized, so refuse `..`, which may lead outside the base
      // URL.
      const isOurs = url.startsWith(`${baseUrl}/`) && !/\.\.|%2e/i.test(url);
      return isFirst && isOurs ? piggyback.offer(send, token) : token;
    },
    connect: tabs.connect,
    recentCalls: () => store.state.calls,
    inspector,
    supersede(next) {
      // A cloud must not receive the token of another cloud.
      const mayFollow = source.isPending && next.baseUrl === baseUrl;
      attempts.end("disposed", mayFollow ? next.getToken : supersededError);
    },
  };
}
