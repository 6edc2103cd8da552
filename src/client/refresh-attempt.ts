import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { decodeWorkspaceToken } from "../core/workspace-token.ts";
import { callSource, keyOf, originOf } from "./call-source.ts";
import type { Carrier } from "./carrier.ts";
import type { Clock, Instant } from "./clock.ts";
import { withDeadline } from "./deadline.ts";
import type { CallWrapper } from "./engine-inspector.ts";
import { mayAdopt } from "./engine-state.ts";
import type { EngineStore } from "./engine-store.ts";
import type { Exchange } from "./exchange.ts";
import { replacedError, revokedError, signedOutError, supersededError, toAuthError } from "./failure.ts";
import { remainingLife } from "./held-token.ts";
import { type Arrival, judgeToken } from "./judge-token.ts";
import { createPatientExchange } from "./patient-exchange.ts";
import { pause } from "./pause.ts";
import { type Cancellation, createCancellation } from "./platform/cancellation.ts";
import { isOffline } from "./platform/environment.ts";
import { onLeave } from "./platform/page-events.ts";
import { MIN_SPACING_MS, nextAllowedCall } from "./schedule.ts";
import { shareCall } from "./share-call.ts";
import type { TabMembership } from "./tab-membership.ts";

/** What an attempt needs to call the source. */
export interface AttemptParts {
  baseUrl: string;
  exchange: Exchange;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  random: () => number;
  sourceTimeoutMs: number;
  /** No call before this moment on the monotonic clock. Default: none. */
  notBefore?: number;
}

/** The engine's state and surroundings, which its attempts read and change. */
export interface AttemptContext {
  parts: AttemptParts;
  store: EngineStore;
  tabs: TabMembership;
  readTime: () => Instant;
  carrier: Carrier;
  sourceOf: () => TokenSource;
  /** Makes each call of the source. */
  wrapCall: CallWrapper;
}

/** An engine's refresh attempts: at most one is in flight, and its result is dropped once the generation has ended. */
export interface RefreshAttempts {
  /** The attempt in flight, shared by every reader that needs its result; null when there is none. */
  readonly inFlight: Promise<string | null> | null;
  /** The source is being called in this turn, so a reader that comes now is the source itself. */
  readonly isAsking: boolean;
  /** Whether an attempt may start now: none is in flight, no pause applies, and the engine has not ended. */
  mayStart(now: Instant): boolean;
  /** The first moment at which an attempt may start, on the monotonic clock. */
  earliestStart(): number;
  /** Whether to wait for the network: the browser reports that it is offline, and one attempt has failed for it. */
  waitsForNetwork(): boolean;
  /** Starts an attempt; `force` when a cached token will not do. Check `mayStart` first. */
  start(now: Instant, force: boolean): Promise<string | null>;
  /** Takes a token that this engine did not ask for, if it is fresher than the held one; `age` in milliseconds. */
  adopt(given: unknown, via: "tab" | "response", age: number | null): void;
  /** Signs out in all tabs when the held token is the one that the server has revoked; returns whether it is. */
  revoke(token: string): boolean;
  /** Sends the held token to the other tabs, unless it is due for a refresh. */
  publish(): void;
  /** Ends the present generation; readers of the attempt in flight reject with `reason`. */
  end(type: "signed_out" | "invalidated" | "superseded" | "disposed", reason: AssistantCloudAuthError): void;
}

interface Flight {
  readonly cancellation: Cancellation;
  promise: Promise<string | null>;
  /** How often the source itself has been called; 0 while the attempt waits for other tabs. */
  sourceCalls: number;
  /** The source's session at the start. */
  readonly session: unknown;
  /** A token from elsewhere that ended the attempt. */
  adopted: string | null;
}

/** Creates the attempts of one engine; none is in flight. */
export function createRefreshAttempts(context: AttemptContext): RefreshAttempts {
  const { parts, store, tabs, readTime, carrier, sourceOf, wrapCall } = context;
  const { clock, random, notBefore = Number.NEGATIVE_INFINITY } = parts;
  const exchange = createPatientExchange(parts.exchange);
  let flight: Flight | null = null;
  let isAsking = false;

  const earliestStart = () => Math.max(notBefore, store.state.notBefore, nextAllowedCall(store.state.calls));

  function start(now: Instant, force: boolean): Promise<string | null> {
    const forced = force || store.state.force;
    const mine: Flight = {
      cancellation: createCancellation(),
      promise: Promise.resolve(null),
      sourceCalls: 0,
      session: sourceOf().session,
      adopted: null,
    };
    const { cancellation } = mine;
    if (sourceOf().isPending) return wait(mine);
    const { link } = tabs;
    const asksFirst = store.state.held === null && !forced;
    // A tab that waits for its turn must receive the token before it may call the source itself, so `call` includes `receive`.
    const call = () => callUntilAlive(mine, forced);
    const result = link === null ? call() : shareCall({ link, clock, cancellation, asksFirst, call });
    mine.promise = result.catch((thrown: unknown) => settleFailed(mine, thrown, now));
    mine.promise.catch(ignore);
    flight = mine;
    store.dispatch({ type: "started", now, forced });
    return mine.promise;
  }

  /** Waits for the source that replaces a pending one: the provider has not loaded, so there is no call to time out. */
  function wait(mine: Flight): Promise<string | null> {
    mine.promise = new Promise((_, reject) => mine.cancellation.onCancel(reject));
    mine.promise.catch(ignore);
    flight = mine;
    return mine.promise;
  }

  async function callUntilAlive(mine: Flight, forced: boolean): Promise<string | null> {
    const first = receive(await ask(mine, forced), mine, forced);
    if (first !== undefined) return first;
    const isKnownToBeDead = store.state.failure?.code === "expired_token";
    if (isKnownToBeDead || !mayAskAgain()) throw deadOnArrival();
    // This machine's clock may be wrong; a token that is issued a second later shows whether it is.
    await pause(clock, MIN_SPACING_MS, mine.cancellation);
    store.dispatch({ type: "started", now: readTime(), forced: true });
    const second = receive(await ask(mine, true), mine, true);
    if (second !== undefined) return second;
    throw deadOnArrival();
  }

  /** A browser aborts the requests of a page that is being left; if the page stays, the call is made again. */
  async function ask(mine: Flight, forceRefresh: boolean): Promise<unknown> {
    let isLeft = false;
    const stop = onLeave(() => {
      isLeft = true;
    });
    try {
      return await askOnce(mine, forceRefresh);
    } catch (thrown) {
      const { retryable, retryAfterMs } = toAuthError(thrown);
      if (!isLeft || !retryable || retryAfterMs !== null || !mayAskAgain()) throw thrown;
    } finally {
      stop();
    }
    await pause(clock, MIN_SPACING_MS, mine.cancellation);
    return ask(mine, forceRefresh);
  }

  const mayAskAgain = () => clock.monotonic() >= nextAllowedCall(store.state.calls);

  function askOnce(mine: Flight, forceRefresh: boolean): Promise<unknown> {
    const { baseUrl, fetch, sourceTimeoutMs } = parts;
    const { signal } = mine.cancellation;
    const carry = (idToken: string) => carrier.take(idToken, mine.cancellation);
    const exchangeOnce: Exchange = (idToken) => exchange(idToken, signal, carry);
    return withDeadline(clock, sourceTimeoutMs, mine.cancellation, () => {
      mine.sourceCalls += 1;
      store.dispatch({ type: "called", at: clock.monotonic() });
      isAsking = true;
      try {
          const isRenewal = store.state.identity !== null;
          const request = { signal, forceRefresh, isRenewal, baseUrl, fetch };
          return wrapCall(() => callSource(sourceOf(), exchangeOnce, request));
      } finally {
        isAsking = false;
      }
    });
  }

  const deadOnArrival = () =>
    new AssistantCloudAuthError(
      "expired_token",
      forDeveloper(() => `${originOf(sourceOf())} returned a token that has already expired.`),
    );

  /** Takes what the source returned; undefined when the token is dead on arrival. */
  function receive(given: unknown, by: Flight, forced: boolean): string | null | undefined {
    if (flight !== by) throw supersededError();
    if (given === null) {
      const { isBorrowed } = store.state;
      if (hasNewerSession(by)) throw replacedError();
      // The session of the tab that lent its token goes on.
      if (!isBorrowed) tabs.link?.send({ type: "signed_out" });
      end("signed_out", signedOutError());
      return null;
    }
    const source = sourceOf();
    const ofSameUser = keyOf(source) !== null;
    const { now, outcome } = judge({ given, origin: originOf(source), forced, age: null, ofSameUser });
    if (outcome === "expired") return undefined;
    flight = null;
    if (outcome === "not_fresher") store.dispatch({ type: "unchanged", now, forced });
    else store.dispatch({ type: "accepted", held: outcome, now, via: "source" });
    publish();
    return store.state.held?.token ?? null;
  }

  function settleFailed(mine: Flight, thrown: unknown, started: Instant): string {
    if (mine.adopted !== null) return mine.adopted;
    const given = toAuthError(thrown);
    if (flight !== mine) throw given;
    if (given.code === "token_revoked" && !hasNewerSession(mine)) {
      signOutAllTabs(given);
      throw given;
    }
    flight = null;
    const error = given.code === "token_revoked" ? replacedError() : given;
    // What failed before says nothing about the new session.
    if (isReplaced(mine)) store.dispatch({ type: "reset", now: readTime() });
    if (error.code === "unauthenticated") tabs.link?.send({ type: "signed_out" });
    const calls = mine.sourceCalls;
    store.dispatch({ type: "failed", error, started, now: readTime(), random: random(), calls });
    // A listener may have reset the engine meanwhile.
    throw store.state.failure ?? error;
  }

  const isReplaced = (by: Flight) => sourceOf().session !== by.session;
  const hasNewerSession = (by: Flight) => isReplaced(by) || (store.state.isBorrowed && store.state.held !== null);

  function signOutAllTabs(reason: AssistantCloudAuthError): void {
    tabs.link?.send({ type: "signed_out" });
    end("signed_out", reason);
  }

  function judge(arrival: Omit<Arrival, "now" | "random">) {
    const now = readTime();
    const { outcome, serverTime } = judgeToken(store.state, { ...arrival, now, random: random() });
    store.dispatch({ type: "observed", serverTime });
    return { now, outcome };
  }

  function adopt(given: unknown, via: "tab" | "response", age: number | null): void {
    try {
      if (!mayAdopt(store.state, via, () => decodeWorkspaceToken(given, "Another tab").issuedAt)) return;
      const { now, outcome } = judge({ given, origin: "Another tab", forced: false, age, ofSameUser: true });
      if (typeof outcome === "string") return;
      const waiting = flight?.sourceCalls === 0 ? flight : null;
      if (waiting !== null) {
        waiting.adopted = outcome.token;
        flight = null;
      }
      store.dispatch({ type: "accepted", held: outcome, now, via });
      waiting?.cancellation.cancel(supersededError());
    } catch {
      // A malformed or foreign token is ignored: no reader waits for it.
    }
  }

  function revoke(token: string): boolean {
    // A token that has been replaced since says nothing about its successor.
    if (store.state.held?.token !== token) return false;
    signOutAllTabs(revokedError());
    return true;
  }

  function publish(): void {
    const { held } = store.state;
    if (held === null) return;
    const left = remainingLife(held, readTime());
    if (left > held.margins.lead) tabs.link?.send({ type: "token", token: held.token, age: held.lifetime - left });
  }

  function end(type: Parameters<RefreshAttempts["end"]>[0], reason: AssistantCloudAuthError): void {
    if (store.state.ended === "disposed") return;
    const dropped = flight;
    flight = null;
    store.dispatch({ type, now: readTime() });
    dropped?.cancellation.cancel(reason);
  }

  return {
    get inFlight() {
      return flight?.promise ?? null;
    },
    get isAsking() {
      return isAsking;
    },
    mayStart: (now) => store.state.ended === null && flight === null && now.mono >= earliestStart(),
    earliestStart,
    waitsForNetwork: () => isOffline() && store.state.failure?.code === "offline",
    start,
    adopt,
    revoke,
    publish,
    end,
  };
}

function ignore(): void {}
