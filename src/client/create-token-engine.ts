import { normalizeBaseUrl } from "../core/base-url.ts";
import type { TokenSource } from "../core/token-source.ts";
import type { Clock } from "./clock.ts";
import { createEngineCore, type EngineParts } from "./create-engine-core.ts";
import type { TokenEvent } from "./events.ts";
import { createExchange } from "./exchange.ts";
import { random } from "./platform/environment.ts";
import { systemClock } from "./platform/system-clock.ts";
import { systemFetch } from "./platform/system-fetch.ts";
import { MAX_TIMER_MS } from "./schedule.ts";
import { createTabLink } from "./tab-link.ts";
import { driveByTimer } from "./timer-driver.ts";
import type { TokenEngine } from "./token-engine.ts";

/** What {@link createTokenEngine} takes. */
export interface TokenEngineOptions {
  /** Absolute URL of the assistant-ui API; trailing slashes are ignored. */
  baseUrl: string;
  /** Where tokens come from. */
  tokenSource: TokenSource;
  /** Sends every request of the engine and its sources. Default: the global `fetch`, looked up at each call. */
  fetch?: typeof globalThis.fetch;
  /** The engine's only access to time; its timers drive the engine, under the provider too. Default: the machine's clocks and timers. */
  clock?: Clock;
  /** Spreads clients apart; from 0 to below 1. Default: `Math.random`. */
  random?: () => number;
  /** How long one attempt may take, exchange included, in milliseconds, from 1; at most 24.8 days, the longest timer. Default: 10,000 (10 s). */
  sourceTimeoutMs?: number;
  /**
   * Calls the source once for all tabs of this browser that hold tokens of the same `key`; needs Web Locks and
   * BroadcastChannel, and works alone without. Default: true.
   */
  shareAcrossTabs?: boolean;
  /** Told of everything that happens; may throw. Default: nobody is told. */
  onEvent?: (event: TokenEvent) => void;
}

/** Everything an engine is made of, defaults filled in. */
export function engineParts(options: TokenEngineOptions): EngineParts {
  const { clock = systemClock, shareAcrossTabs = true } = options;
  const baseUrl = normalizeBaseUrl(options.baseUrl);
  const send = options.fetch ?? systemFetch;
  // One function per engine, because what a source keeps in memory belongs to the `fetch` that it is given.
  const fetch: typeof send = (input, init) => send(input, init);
  return {
    baseUrl,
    tokenSource: options.tokenSource,
    fetch,
    exchange: createExchange(baseUrl, fetch),
    clock,
    linkTabs: ({ kind, key }) => (shareAcrossTabs ? createTabLink(JSON.stringify([baseUrl, kind, key]), clock) : null),
    random: options.random ?? random,
    sourceTimeoutMs: Math.min(options.sourceTimeoutMs ?? 10_000, MAX_TIMER_MS),
    onEvent: options.onEvent ?? (() => {}),
  };
}

/**
 * Makes a token engine that refreshes by itself, for where there is no React: workers, React Native, plain pages.
 *
 * It begins at once: the first token is fetched without being asked for. Call `dispose()` when done.
 *
 * @throws `configuration` when `baseUrl` or `tokenSource` cannot be used
 */
export function createTokenEngine(options: TokenEngineOptions): TokenEngine {
  const parts = engineParts(options);
  const engine = createEngineCore(parts);
  const stop = driveByTimer(engine, parts.clock);
  const { getToken, refresh, getSnapshot, subscribe, invalidate, reset } = engine;
  let { session } = options.tokenSource;
  return {
    getToken,
    refresh,
    getSnapshot,
    subscribe,
    invalidate,
    reset,
    setTokenSource(next) {
      engine.setTokenSource(next);
      if (next.session !== session) engine.resume();
      session = next.session;
    },
    dispose() {
      stop();
      engine.dispose();
    },
  };
}
