import { AssistantCloudAuthError } from "../core/errors.ts";
import type { TokenSource } from "../core/token-source.ts";
import { assertTokenSource, callSource, originOf } from "./call-source.ts";
import { type Clock, createTimekeeper, type Instant } from "./clock.ts";
import { withDeadline } from "./deadline.ts";
import { isOver } from "./engine-state.ts";
import { createEngineStore } from "./engine-store.ts";
import type { TokenEvent } from "./events.ts";
import type { Exchange } from "./exchange.ts";
import { circuitOpenError, disposedError, isOffline, signedOutError, supersededError, toAuthError } from "./failure.ts";
import { remainingLife } from "./held-token.ts";
import { type Arrival, judgeToken } from "./judge-token.ts";
import { pause } from "./pause.ts";
import { MIN_SPACING_MS, nextAllowedCall } from "./schedule.ts";
import { shareCall } from "./share-call.ts";
import type { TabLink } from "./tab-link.ts";
import { createTabMembership } from "./tab-membership.ts";
import type { DrivenTokenEngine } from "./token-engine.ts";

/** What an engine is made of. */
export interface EngineParts {
  baseUrl: string;
  tokenSource: TokenSource;
  exchange: Exchange;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  random: () => number;
  sourceTimeoutMs: number;
  onEvent: (event: TokenEvent) => void;
  /** No call before this moment on the monotonic clock. Default: at once. */
  notBefore?: number;
  /** Makes the link to the tabs that share a source's key; null to work alone. */
  linkTabs: (source: TokenSource) => TabLink | null;
}

/** A call of the source that is under way; every reader that needs its result shares it. */
interface Flight {
  readonly controller: AbortController;
  promise: Promise<string | null>;
  /** How often the source itself has been called; 0 while it waits for other tabs. */
  asked: number;
  /** The token that came from elsewhere and ended the flight. */
  adopted: string | null;
}

/** How long a look at both clocks holds, as long as the wall clock runs forward within it. */
const TRUST_MS = 1_000;

/** Makes an engine. It sets no timer and calls nothing until it is read or driven. */
export function makeTokenEngine(parts: EngineParts): DrivenTokenEngine {
  const { clock, random, notBefore = Number.NEGATIVE_INFINITY } = parts;
  assertTokenSource(parts.tokenSource);
  const readTime = createTimekeeper(clock);
  let source = parts.tokenSource;
  let flight: Flight | null = null;
  let fresh: { promise: Promise<string>; from: number; until: number } | null = null;
  const store = createEngineStore(parts.onEvent, () => {
    fresh = null;
  });

  const tabs = createTabMembership(() => source, parts.linkTabs, {
    onToken: (token, age) => adopt(token, "tab", age),
    onSignOut: () => end("signed_out", signedOutError()),
    onAsk: () => tellTabs(),
  });

  /** Ends the present generation; readers that wait for its call get `reason`. */
  function end(type: "signed_out" | "invalidated" | "superseded" | "disposed", reason: AssistantCloudAuthError): void {
    if (store.state.ended === "disposed") return;
    const dropped = flight;
    flight = null;
    store.apply({ type, now: readTime() });
    dropped?.controller.abort(reason);
  }

  function expireIfDead(now: Instant): void {
    const { held } = store.state;
    if (held !== null && remainingLife(held, now) <= held.margins.floor) store.apply({ type: "expired", now });
  }

  const callableFrom = () => Math.max(notBefore, store.state.notBefore, nextAllowedCall(store.state.calls));
  const mayCall = (now: Instant) => store.state.ended === null && flight === null && now.mono >= callableFrom();

  function start(now: Instant, force: boolean): Flight {
    const forceRefresh = force || store.state.force;
    const controller = new AbortController();
    const { signal } = controller;
    const mine: Flight = { controller, promise: Promise.resolve(null), asked: 0, adopted: null };
    const ask = (forced: boolean) =>
      withDeadline(clock, parts.sourceTimeoutMs, controller, () => {
        mine.asked += 1;
        store.apply({ type: "called", at: clock.monotonic() });
        const { baseUrl, fetch, exchange } = parts;
        return callSource(source, exchange, { signal, forceRefresh: forced, baseUrl, fetch });
      });
    // Within the turn: a tab that waits for it must hear of the token before it may call the source itself.
    const call = async () => {
      const first = receive(await ask(forceRefresh), mine, forceRefresh);
      if (first !== undefined) return first;
      if (store.state.failures > 0 || clock.monotonic() < nextAllowedCall(store.state.calls)) throw deadOnArrival();
      // It may be the clock here that is wrong; a token that was issued a second later will tell.
      await pause(clock, MIN_SPACING_MS, signal);
      store.apply({ type: "started", now: readTime(), forced: true });
      const second = receive(await ask(true), mine, true);
      if (second !== undefined) return second;
      throw deadOnArrival();
    };
    const { link } = tabs;
    const asksFirst = store.state.held === null && !forceRefresh;
    mine.promise = (link === null ? call() : shareCall({ link, clock, signal, asksFirst, call })).catch(
      (thrown: unknown) => {
        if (mine.adopted !== null) return mine.adopted;
        const error = toAuthError(thrown);
        if (flight !== mine) throw error;
        flight = null;
        fail(error, now, mine.asked);
        // A listener may have reset the engine meanwhile.
        throw store.state.failure ?? error;
      },
    );
    mine.promise.catch(ignore);
    flight = mine;
    store.apply({ type: "started", now, forced: forceRefresh });
    return mine;
  }

  function fail(error: AssistantCloudAuthError, started: Instant, calls: number): void {
    if (error.code === "unauthenticated") tabs.link?.send({ type: "signed_out" });
    store.apply({ type: "failed", error, started, now: readTime(), random: random(), calls });
  }

  const deadOnArrival = () =>
    new AssistantCloudAuthError("expired_token", `${originOf(source)} returned a token that has already expired.`);

  /** Takes what the source gave; undefined when it is dead on arrival. */
  function receive(given: unknown, by: Flight, forced: boolean): string | null | undefined {
    if (flight !== by) throw supersededError();
    if (given === null) {
      tabs.link?.send({ type: "signed_out" });
      end("signed_out", signedOutError());
      return null;
    }
    const ofSameUser = source.key !== null;
    const { now, outcome } = judge({ given, origin: originOf(source), forced, age: null, ofSameUser });
    if (outcome === "expired") return undefined;
    flight = null;
    if (outcome === "not_fresher") store.apply({ type: "unchanged", now, forced });
    else store.apply({ type: "accepted", held: outcome, now, via: "source" });
    tellTabs();
    return store.state.held?.token ?? null;
  }

  function judge(arrival: Omit<Arrival, "now" | "random">) {
    const now = readTime();
    const { outcome, serverTime } = judgeToken(store.state, { ...arrival, now, random: random() });
    store.apply({ type: "observed", serverTime });
    return { now, outcome };
  }

  /** Takes up a token that nobody here has asked for, if it is better than the one that is held. */
  function adopt(given: unknown, via: "tab" | "response", age: number | null): void {
    if (isOver(store.state)) return;
    // The request that this answers was sent for somebody whose tokens are not wanted any more.
    if (via === "response" && store.state.identity === null) return;
    try {
      const { now, outcome } = judge({ given, origin: "Another tab", forced: false, age, ofSameUser: true });
      if (typeof outcome === "string") return;
      const waiting = flight?.asked === 0 ? flight : null;
      if (waiting !== null) {
        waiting.adopted = outcome.token;
        flight = null;
      }
      store.apply({ type: "accepted", held: outcome, now, via });
      waiting?.controller.abort();
    } catch {
      // What is broken or somebody else's is not taken up, and nobody waits for it.
    }
  }

  function tellTabs(): void {
    const { held } = store.state;
    if (held === null) return;
    const left = remainingLife(held, readTime());
    if (left > held.margins.lead) tabs.link?.send({ type: "token", token: held.token, age: held.lifetime - left });
  }

  function read(force: boolean): Promise<string | null> {
    const now = readTime();
    expireIfDead(now);
    const { held, ended } = store.state;
    if (ended === "signed_out") return Promise.resolve(null);
    const remaining = held === null ? 0 : remainingLife(held, now);
    const needed = held === null || force || remaining <= held.margins.stale;
    const due = needed || (remaining <= held.margins.lead && !waitsForNetwork());
    const attempt = flight ?? (due && mayCall(now) ? start(now, force) : null);
    if (attempt === null) return held === null || force ? Promise.reject(refusal(now)) : held.promise;
    if (force) return attempt.promise;
    if (held !== null && !needed) return held.promise;
    // The newer token is worth waiting for; the old one, or one that came from elsewhere, is better than none.
    return attempt.promise.catch((error: unknown) => peek() ?? Promise.reject(error));
  }

  function refusal(now: Instant): AssistantCloudAuthError {
    const { error, refreshError, breaker } = store.getSnapshot();
    if (error !== null) return error;
    if (refreshError !== null && breaker === null) return refreshError;
    return circuitOpenError(new Date(now.wall + Math.max(0, callableFrom() - now.mono)), refreshError);
  }

  /** Read while rendering, when nobody may be told of anything. */
  function peek(): string | null {
    const { held } = store.state;
    return held !== null && remainingLife(held, readTime()) > held.margins.floor ? held.token : null;
  }

  function getToken(options?: { forceRefresh?: boolean }): Promise<string | null> {
    if (options?.forceRefresh) return read(true);
    // The way of nearly every call: one clock read, nothing allocated.
    const wall = clock.wall();
    if (fresh !== null && wall >= fresh.from && wall < fresh.until) return fresh.promise;
    const { held } = store.state;
    const untilDue = held === null ? 0 : remainingLife(held, readTime()) - held.margins.lead;
    if (held === null || untilDue <= 0) return read(false);
    fresh = { promise: held.promise, from: wall, until: wall + Math.min(TRUST_MS, untilDue) };
    return held.promise;
  }

  /** One failed attempt is probe enough while the browser says that it is offline. */
  const waitsForNetwork = () => isOffline() && store.state.failure?.code === "offline";

  function tick(isBackOnline = false): Promise<void> {
    const now = readTime();
    if (isBackOnline) store.apply({ type: "back_online", now, random: random() });
    expireIfDead(now);
    const { held } = store.state;
    const due = held === null || remainingLife(held, now) <= held.margins.lead;
    if (due && !waitsForNetwork() && mayCall(now)) start(now, false);
    return flight === null ? Promise.resolve() : flight.promise.then(ignore, ignore);
  }

  function nextActionIn(): number | null {
    const now = readTime();
    const { held, ended } = store.state;
    const untilExpiry = held === null ? Number.POSITIVE_INFINITY : remainingLife(held, now) - held.margins.floor;
    const untilDue = held === null ? 0 : remainingLife(held, now) - held.margins.lead;
    const rests = ended !== null || flight !== null || waitsForNetwork();
    const wait = Math.min(untilExpiry, rests ? untilExpiry : Math.max(untilDue, callableFrom() - now.mono));
    // A fraction of a millisecond is no time for a timer.
    return wait === Number.POSITIVE_INFINITY ? null : Math.ceil(Math.max(0, wait));
  }

  const rearm = () => store.apply({ type: "reset", now: readTime() });

  return {
    getToken,
    refresh() {
      const { ended } = store.state;
      if (ended === "signed_out" || ended === "refused") rearm();
      return read(true);
    },
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    invalidate: () => end("invalidated", supersededError()),
    reset() {
      // The limit of calls a minute stands, however often somebody presses the button.
      if (store.state.ended !== "disposed" && clock.monotonic() >= nextAllowedCall(store.state.calls)) rearm();
      return tick();
    },
    setTokenSource(next) {
      assertTokenSource(next);
      const other = next.kind !== source.kind || next.key !== source.key;
      source = next;
      if (!other) return;
      end("superseded", supersededError());
      tabs.move();
    },
    dispose: () => end("disposed", disposedError()),
    tick,
    nextActionIn,
    peek,
    adopt: (token) => adopt(token, "response", null),
    connect: tabs.connect,
    recentCalls: () => store.state.calls,
    supersede: () => end("disposed", supersededError()),
  };
}

function ignore(): void {}
