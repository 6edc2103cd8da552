import { AssistantCloudAuthError } from "../core/errors.ts";
import type { TokenSource } from "../core/token-source.ts";
import { decodeWorkspaceToken } from "../core/workspace-token.ts";
import { assertTokenSource, callSource, originOf } from "./call-source.ts";
import { type Clock, type Instant, readClock } from "./clock.ts";
import { withDeadline } from "./deadline.ts";
import { initialState, type Transition, transition } from "./engine-state.ts";
import { eventsOf, type TokenEvent } from "./events.ts";
import type { Exchange } from "./exchange.ts";
import { circuitOpenError, disposedError, supersededError, toAuthError } from "./failure.ts";
import { holdToken, remainingLife } from "./held-token.ts";
import { nextAllowedCall } from "./schedule.ts";
import { type TokenSnapshot, takeSnapshot } from "./snapshot.ts";
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
}

/** A call of the source that is under way; every reader that needs its result shares it. */
interface Flight {
  controller: AbortController;
  promise: Promise<string | null>;
}

/** How long a look at both clocks holds, as long as the wall clock runs forward within it. */
const TRUST_MS = 1_000;

/** Makes an engine. It sets no timer and calls nothing until it is read or driven. */
export function makeTokenEngine(parts: EngineParts): DrivenTokenEngine {
  const { clock, random } = parts;
  assertTokenSource(parts.tokenSource);
  let source = parts.tokenSource;
  let state = initialState;
  let snapshot: TokenSnapshot | null = null;
  let flight: Flight | null = null;
  let fresh: { promise: Promise<string>; from: number; until: number } | null = null;
  const listeners = new Set<() => void>();

  function apply(event: Transition): void {
    state = transition(state, event);
    snapshot = null;
    fresh = null;
    for (const told of eventsOf(event, state)) shield(() => parts.onEvent(told));
    for (const listener of [...listeners]) shield(listener);
  }

  /** Ends the present generation; readers that wait for its call get `reason`. */
  function end(type: "signed_out" | "invalidated" | "superseded" | "disposed", reason?: AssistantCloudAuthError): void {
    if (state.ended === "disposed") return;
    const dropped = flight;
    flight = null;
    apply({ type, now: readClock(clock) });
    if (reason !== undefined) dropped?.controller.abort(reason);
  }

  function expireIfDead(now: Instant): void {
    const { held } = state;
    if (held !== null && remainingLife(held, now) <= held.margins.floor) apply({ type: "expired", now });
  }

  const callableFrom = () => Math.max(state.notBefore, nextAllowedCall(state.calls));
  const mayCall = (now: Instant) => state.ended === null && flight === null && now.mono >= callableFrom();

  function start(now: Instant, force: boolean): Flight {
    const { generation } = state;
    const forceRefresh = force || state.force;
    const controller = new AbortController();
    const { baseUrl, fetch, exchange, sourceTimeoutMs } = parts;
    const promise = withDeadline(clock, sourceTimeoutMs, controller, (signal) =>
      callSource(source, exchange, { signal, forceRefresh, baseUrl, fetch }),
    )
      .then((given) => {
        if (generation !== state.generation) throw supersededError();
        return receive(given, forceRefresh);
      })
      .catch((thrown: unknown) => {
        const error = toAuthError(thrown);
        if (generation !== state.generation) throw error;
        flight = null;
        apply({ type: "failed", error, started: now, now: readClock(clock), random: random() });
        throw state.failure ?? error;
      });
    promise.catch(() => {});
    flight = { controller, promise };
    apply({ type: "started", now, forced: forceRefresh });
    return flight;
  }

  function receive(given: unknown, forced: boolean): string | null {
    if (given === null) {
      end("signed_out");
      return null;
    }
    const now = readClock(clock);
    const { held } = state;
    if (held !== null && given === held.token) return keep(held.token, now);

    const origin = originOf(source);
    const claims = decodeWorkspaceToken(given, origin);
    const arrival = holdToken(given as string, claims, now, state.serverTime, random());
    state = transition(state, { type: "observed", serverTime: arrival.serverTime });
    if (arrival.held === null) {
      throw new AssistantCloudAuthError("expired_token", `${origin} returned a token that has already expired.`);
    }
    // A cache may answer with something older than what is here.
    if (held !== null && !forced && remainingLife(held, now) >= arrival.held.life) return keep(held.token, now);
    flight = null;
    apply({ type: "accepted", held: arrival.held, now });
    return arrival.held.token;
  }

  function keep(token: string, now: Instant): string {
    flight = null;
    apply({ type: "unchanged", now });
    return token;
  }

  function read(force: boolean): Promise<string | null> {
    const now = readClock(clock);
    expireIfDead(now);
    const { held } = state;
    if (state.ended === "signed_out") return Promise.resolve(null);
    const remaining = held === null ? 0 : remainingLife(held, now);
    const due = held === null || force || remaining <= held.margins.lead;
    const attempt = flight ?? (due && mayCall(now) ? start(now, force) : null);
    if (held === null || force) return attempt?.promise ?? Promise.reject(refusal(now));
    if (attempt === null || remaining > held.margins.stale) return held.promise;
    // About to expire: the newer token is worth waiting for, the old one better than none.
    return attempt.promise.catch((error: unknown) => peek() ?? Promise.reject(error));
  }

  function refusal(now: Instant): AssistantCloudAuthError {
    const { error, refreshError } = getSnapshot();
    if (error !== null) return error;
    if (refreshError !== null && state.breaker === null) return refreshError;
    return circuitOpenError(new Date(now.wall + Math.max(0, callableFrom() - now.mono)), refreshError);
  }

  /** Only looks: a component may ask while it renders, when nobody may be told of an expiry. */
  function peek(): string | null {
    const { held } = state;
    return held !== null && remainingLife(held, readClock(clock)) > held.margins.floor ? held.token : null;
  }

  function getSnapshot(): TokenSnapshot {
    snapshot ??= takeSnapshot(state);
    return snapshot;
  }

  function getToken(options?: { forceRefresh?: boolean }): Promise<string | null> {
    if (options?.forceRefresh) return read(true);
    // The way of nearly every call: one clock read, nothing allocated.
    const wall = clock.wall();
    if (fresh !== null && wall >= fresh.from && wall < fresh.until) return fresh.promise;
    const { held } = state;
    if (held === null || wall >= held.dueAt.wall || clock.monotonic() >= held.dueAt.mono) return read(false);
    fresh = { promise: held.promise, from: wall, until: Math.min(wall + TRUST_MS, held.dueAt.wall) };
    return held.promise;
  }

  function tick(): Promise<void> {
    const now = readClock(clock);
    expireIfDead(now);
    const { held } = state;
    if ((held === null || remainingLife(held, now) <= held.margins.lead) && mayCall(now)) start(now, false);
    return flight === null ? Promise.resolve() : flight.promise.then(ignore, ignore);
  }

  function nextActionIn(): number | null {
    const now = readClock(clock);
    const { held, ended } = state;
    const untilExpiry = held === null ? null : Math.max(0, remainingLife(held, now) - held.margins.floor);
    if (ended !== null || flight !== null) return untilExpiry;
    const untilCallable = Math.max(0, callableFrom() - now.mono);
    if (held === null || untilExpiry === null) return untilCallable;
    return Math.min(untilExpiry, Math.max(untilCallable, remainingLife(held, now) - held.margins.lead));
  }

  return {
    getToken,
    refresh() {
      if (state.ended === "signed_out" || state.ended === "refused") apply({ type: "reset", now: readClock(clock) });
      return read(true);
    },
    getSnapshot,
    subscribe(listener) {
      const entry = () => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    invalidate: () => end("invalidated", supersededError()),
    reset() {
      const now = readClock(clock);
      // The limit of calls a minute stands, however often somebody presses the button.
      if (state.ended !== "disposed" && now.mono >= nextAllowedCall(state.calls)) apply({ type: "reset", now });
      return tick();
    },
    setTokenSource(next) {
      assertTokenSource(next);
      const other = next.kind !== source.kind || next.key !== source.key;
      source = next;
      if (other) end("superseded", supersededError());
    },
    dispose: () => end("disposed", disposedError()),
    tick,
    nextActionIn,
    peek,
    supersede: () => end("disposed", supersededError()),
  };
}

/** A listener that throws harms neither the engine nor other listeners; its error is reported as uncaught. */
function shield(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    globalThis.reportError?.(error);
  }
}

function ignore(): void {}
