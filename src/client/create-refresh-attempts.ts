import { forDeveloper } from "../core/for-developer.ts";
import { decodeWorkspaceToken } from "../core/workspace-token.ts";
import { keyOf, originOf } from "./call-source.ts";
import type { Instant } from "./clock.ts";
import { type Identity, isSessionOver, mayAdopt } from "./engine-state.ts";
import { evaluateToken, type ReceivedToken } from "./evaluate-token.ts";
import { replacedError, revokedError, signedOutError, supersededError, toAuthError } from "./failure.ts";
import { createFlight, type Flight } from "./flight.ts";
import { ageOf, untilDue } from "./held-token.ts";
import { ignore } from "./platform/attempt.ts";
import { isOffline } from "./platform/environment.ts";
import type { AttemptContext, RefreshAttempts } from "./refresh-attempts.ts";
import { MAX_CALLS_OFFLINE, NO_PAUSE, nextAllowedCall } from "./schedule.ts";
import { clocksAgree } from "./server-clock.ts";
import { shareCall } from "./share-call.ts";
import { createSourceCaller } from "./source-caller.ts";
import { isIssuedAfter, type TokenCutoff } from "./token-cutoff.ts";

/**
 * The longest delay of a message to a page that is not frozen, in milliseconds. The error of a token's age is at most
 * this delay.
 */
const LATE_MS = 2_000;

/** Creates the {@link RefreshAttempts} of one engine, with no attempt in flight. */
export function createRefreshAttempts(context: AttemptContext): RefreshAttempts {
  const { dependencies, store, tabs, readTime, sourceOf } = context;
  const { clock, random, notBefore = NO_PAUSE } = dependencies;
  const sourceCaller = createSourceCaller(context);
  let flight: Flight | null = null;

  const untilStart = ({ mono, elapsed }: Instant) =>
    Math.max(store.state.notBefore - elapsed, notBefore - mono, nextAllowedCall(store.state.calls) - mono);

  function start(now: Instant, force: boolean): Promise<string | null> {
    const forced = force || store.state.force;
    const mine = createFlight(now, forced, context.sessionChanges());
    const { cancellation } = mine;
    if (sourceOf().isPending) return wait(mine);
    const disconnect = tabs.connectFirst();
    const { link } = tabs;
    // After a missed sign-out, the next call is forced, but another tab may have a token of a newer session.
    const asksTabsFirst = store.state.held === null && (!forced || (!force && isSessionOver(store.state)));
    // The next tab must receive the token before it calls its own source, so `call` includes `receive`, which sends the
    // token to the tabs.
    const call = () => sourceCaller.callUntilUsable(mine, receive);
    const result = link === null ? call() : shareCall({ link, clock, cancellation, asksTabsFirst, call });
    mine.promise = result.catch((thrown: unknown) => settleFailed(mine, thrown));
    mine.promise.then(disconnect, disconnect);
    flight = mine;
    store.dispatch({ type: "started", now, forced });
    return mine.promise;
  }

  /**
   * Returns a promise that stays pending, without a deadline, while the auth provider loads. When the engine ends the
   * attempt, the promise follows the promise that `reason` returned, or rejects with the error that `reason` returned.
   */
  function wait(mine: Flight): Promise<string | null> {
    mine.promise = new Promise((resolve, reject) =>
      mine.cancellation.onCancel((reason) => (reason instanceof Promise ? resolve(reason) : reject(reason))),
    );
    mine.promise.catch(ignore);
    flight = mine;
    return mine.promise;
  }

  /**
   * Replaces the held token with `given`, the token source's result, if `given` is fresher or `forced` is true. Returns
   * the token that the engine then holds. Returns undefined when `given` has already expired, or when a reader has
   * refused the held token during an unforced call, and `given` is not fresher. If `given` is null, signs
   * the user out and returns null, or throws if the user already has a newer session.
   */
  function receive(given: unknown, by: Flight, forced: boolean): string | null | undefined {
    if (flight !== by) throw supersededError();
    if (given === null) {
      if (hasNewerSession(by)) throw replacedError();
      announceSignOut(by);
      end("signed_out", signedOutError);
      return null;
    }
    const expected = ownerOfKey();
    const mayHaveSlept = !clocksAgree(by.started, readTime());
    const origin = originOf(sourceOf());
    const { now, outcome } = evaluate({ given, origin, forced, age: null, mayHaveSlept, expected });
    if (outcome === "expired" || (outcome === "not_fresher" && by.forced && !forced)) return undefined;
    flight = null;
    if (outcome === "not_fresher") store.dispatch({ type: "unchanged", now, forced });
    else store.dispatch({ type: "accepted", held: outcome, now, via: "source", afterSignOut: by.afterSignOut });
    publish();
    const { held } = store.state;
    // A listener may have dropped the token during the dispatch.
    if (held === null) throw endedError();
    return held.token;
  }

  function settleFailed(mine: Flight, thrown: unknown): string {
    if (mine.adopted !== null) return mine.adopted;
    const given = toAuthError(thrown);
    if (flight !== mine) throw given;
    if (given.code === "token_revoked" && !hasNewerSession(mine)) {
      announceSignOut(mine);
      end("signed_out", () => given);
      throw given;
    }
    flight = null;
    // A final failure of the old session must not end the new one.
    const error = hasNewerSession(mine) && !given.retryable ? replacedError() : given;
    // Earlier failures do not apply to a new session. But the attempt's own renewal may have changed `session` once.
    if (changesSince(mine) > (mine.hasRenewed ? 1 : 0)) store.dispatch({ type: "reset", now: readTime() });
    if (error.code === "unauthenticated") announceSignOut(mine);
    const { started, sourceCalls: calls } = mine;
    store.dispatch({ type: "failed", error, started, now: readTime(), random: random(), calls });
    // A listener may have reset the engine during the dispatch, which clears `failure`.
    throw store.state.failure ?? error;
  }

  const endedError = () => store.state.refusal ?? supersededError();
  const changesSince = (start: Flight) => context.sessionChanges() - start.sessionChanges;
  const hasNewerSession = (by: Flight) =>
    changesSince(by) > 0 || (store.state.isFromNewerSession && store.state.held !== null);

  /**
   * Signs out the other tabs, but only if no tab has announced a sign-out since `lastSignOut()` returned
   * `afterSignOut`. After another sign-out, the other tabs' tokens may belong to a newer session. If the app has cleared
   * the storage, no sign-out is recorded.
   */
  function signOutOthers(afterSignOut: string | null): void {
    const last = tabs.link?.lastSignOut() ?? afterSignOut;
    if (last === afterSignOut) tabs.link?.send({ type: "signed_out" });
  }

  function announceSignOut({ afterSignOut }: Flight): void {
    const { state } = store;
    if (!state.isFromNewerSession && !isSessionOver(state)) signOutOthers(afterSignOut);
  }

  /** Returns the user and workspace that the source's key identifies; null if unknown. */
  function ownerOfKey(): Identity | null {
    const source = sourceOf();
    // If the server no longer accepts a visitor's refresh token, the source returns the token of a new visitor.
    return keyOf(source) === null || source.kind === "anonymous" ? null : store.state.owner;
  }

  function evaluate(received: Omit<ReceivedToken, "now" | "random">) {
    const now = readTime();
    const { outcome, serverClock } = evaluateToken(store.state, { ...received, now, random: random() });
    store.dispatch({ type: "observed", serverClock });
    return { now, outcome };
  }

  function adopt(given: unknown, via: "tab" | "response", age: number | null, afterSignOut: string | null): void {
    const origin = forDeveloper(() => (via === "tab" ? "Another tab" : "The API"));
    try {
      const isNewer = (cutoff: TokenCutoff) =>
        (cutoff.isSignOut && afterSignOut !== null && afterSignOut === tabs.link?.lastSignOut()) ||
        isIssuedAfter(cutoff, decodeWorkspaceToken(given, origin).issuedAt, age, readTime());
      if (!mayAdopt(store.state, via, isNewer)) return;
      const expected = store.state.identity ?? ownerOfKey();
      // The machine may have slept between a response's start and its arrival. A tab reports the age instead.
      const mayHaveSlept = via === "response";
      const { now, outcome } = evaluate({ given, origin, forced: false, age, mayHaveSlept, expected });
      if (typeof outcome === "string") return;
      const waiting = flight?.sourceCalls === 0 ? flight : null;
      if (waiting !== null) flight = null;
      const after = via === "tab" ? afterSignOut : store.state.afterSignOut;
      store.dispatch({ type: "accepted", held: outcome, now, via, afterSignOut: after });
      if (waiting === null) return;
      waiting.adopted = store.state.held?.token ?? null;
      waiting.cancellation.cancel(endedError());
    } catch {
      // No `getToken()` call waits for this token, so ignore a token that is malformed or belongs to another user.
    }
  }

  function endSession(ago: number | null): void {
    const { held } = store.state;
    const isNewer = () => held?.claims.issuedAt && ago !== null && ageOf(held, readTime()) + LATE_MS < ago;
    if (ago !== null && ago <= LATE_MS) end("signed_out", signedOutError);
    else if (!isNewer() && !isSessionOver(store.state)) end("missed_sign_out", supersededError);
  }

  function revoke(token: string): boolean {
    // If the engine already holds a newer token, the revocation does not apply to that token.
    if (store.state.held?.token !== token) return false;
    signOutOthers(store.state.afterSignOut);
    end("signed_out", revokedError);
    return true;
  }

  function publish(): void {
    const { held } = store.state;
    if (held === null) return;
    const now = readTime();
    if (untilDue(held, now) <= 0) return;
    tabs.link?.send({
      type: "token",
      token: held.token,
      age: ageOf(held, now),
      afterSignOut: store.state.afterSignOut,
    });
  }

  function end(...[type, reason]: Parameters<RefreshAttempts["end"]>): void {
    if (store.state.ended === "disposed") return;
    const dropped = flight;
    flight = null;
    store.dispatch({ type, now: readTime() });
    dropped?.cancellation.cancel(reason());
  }

  return {
    get inFlight() {
      return flight?.promise ?? null;
    },
    force() {
      if (flight !== null) flight.forced = true;
    },
    get isCallingSource() {
      return sourceCaller.isCallingSource;
    },
    mayStart: (now) => store.state.ended === null && flight === null && untilStart(now) <= 0,
    untilStart,
    waitsForNetwork(wokenAt) {
      const { failure, calls } = store.state;
      const mayProbe = wokenAt && wokenAt.mono >= nextAllowedCall(calls, MAX_CALLS_OFFLINE);
      return isOffline() && failure?.code === "offline" && !mayProbe;
    },
    start,
    adopt,
    endSession,
    revoke,
    publish,
    end,
  };
}
