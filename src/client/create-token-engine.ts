import { normalizeBaseUrl } from "../core/base-url.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import type { Clock } from "./clock.ts";
import { createEngineCore, type EngineDependencies } from "./create-engine-core.ts";
import type { TokenEvent } from "./events.ts";
import { createExchange } from "./exchange.ts";
import { random } from "./platform/environment.ts";
import { systemClock } from "./platform/system-clock.ts";
import { systemFetch } from "./platform/system-fetch.ts";
import { warnDeveloper } from "./platform/warn-developer.ts";
import { MAX_TIMER_MS } from "./schedule.ts";
import { createTabLink } from "./tab-link.ts";
import { driveByTimer } from "./timer-driver.ts";
import type { TokenEngine } from "./token-engine.ts";
import { warnOfSharedKey } from "./warn-shared-key.ts";
import { wrongType } from "./wrong-type.ts";

/** Options of {@link createTokenEngine}. */
export interface TokenEngineOptions {
  /** The absolute URL of the assistant-ui API; trailing slashes are ignored. */
  baseUrl: string;
  /** The source of the engine's tokens. */
  tokenSource: TokenSource;
  /** Sends all requests of the engine and its sources. Default: the global `fetch`, looked up at each call. */
  fetch?: typeof globalThis.fetch;
  /**
   * The clock for all times and timers of the engine. With this option, `AssistantCloudProvider` uses the clock's
   * timers instead of TanStack Query's. The hooks for auth providers compare the `exp` of the provider's token with the
   * local clock, as the provider's SDK does. Default: the local clock.
   */
  clock?: Clock;
  /**
   * Returns random numbers from 0 to below 1, from which the engine computes the jitter of its delays. Default:
   * `Math.random`.
   */
  random?: () => number;
  /**
   * The time limit of one call of the token source, together with the exchange, in milliseconds. The limit must be from
   * 1 to 2,147,483,647. Default: 10,000.
   */
  sourceTimeoutMs?: number;
  /**
   * Whether this engine shares its tokens with other tabs of this browser. Two tabs share tokens if their engines have
   * the same base URL, and their token sources have the same `kind` and `key`. One call of the source then serves both
   * tabs. Tabs never share tokens if the `key` is null. Sharing requires Web Locks and BroadcastChannel. Without these
   * APIs, each tab calls its source. Default: true.
   */
  shareAcrossTabs?: boolean;
  /**
   * Called with every event of the engine. If this function throws, the error is reported as uncaught. Default: none.
   */
  onEvent?: (event: TokenEvent) => void;
}

/** Returns the dependencies of an engine, with defaults applied. */
export function engineDependencies(options: TokenEngineOptions): EngineDependencies {
  const { clock = systemClock, shareAcrossTabs = true }: TokenEngineOptions = Object(options);
  const baseUrl = normalizeBaseUrl(options?.baseUrl);
  const send = options.fetch ?? systemFetch;
  if (typeof send !== "function" || typeof clock?.setTimer !== "function") {
    const name = forDeveloper(() => (typeof send === "function" ? "clock" : "fetch"));
    throw wrongType(
      name,
      forDeveloper(() => `Pass a \`${name}\` of the documented type, or leave the option out.`),
    );
  }
  // The exchange, and sources on a server, store data in memory per `fetch` function, so create a separate function for
  // each engine.
  const fetch: typeof send = (input, init) => send(input, init);
  return {
    baseUrl,
    tokenSource: options.tokenSource,
    fetch,
    exchange: createExchange(baseUrl, fetch),
    clock,
    linkTabs: shareAcrossTabs ? ({ kind, key }) => createTabLink(JSON.stringify([baseUrl, kind, key]), clock) : null,
    random: options.random ?? random,
    sourceTimeoutMs: Math.min(options.sourceTimeoutMs ?? 10_000, MAX_TIMER_MS),
    onEvent: options.onEvent ?? (() => {}),
  };
}

/**
 * Creates a token engine for use without `AssistantCloudProvider`, for example in a worker, in React Native or in a
 * plain page. The engine fetches the first token at once and refreshes its token automatically. Call `dispose()` when
 * done.
 *
 * @param options the base URL, the token source and further settings
 * @throws `configuration` for an invalid `baseUrl`, `tokenSource`, `fetch` or `clock`
 */
export function createTokenEngine(options: TokenEngineOptions): TokenEngine {
  const dependencies = engineDependencies(options);
  const engine = createEngineCore(dependencies);
  const disconnect = engine.connect();
  const stop = driveByTimer(engine, dependencies.clock);
  const { getToken, refresh, getSnapshot, subscribe, invalidate, reset } = engine;
  let source = options.tokenSource;
  warnDeveloper(() => {
    const isInUse = () => engine.getSnapshot().error?.code !== "disposed";
    if (dependencies.linkTabs !== null) warnOfSharedKey(engine, { sourceOf: () => source, isInUse });
    return null;
  });
  return {
    getToken,
    refresh,
    getSnapshot,
    subscribe,
    invalidate,
    reset,
    setTokenSource(next) {
      engine.setTokenSource(next);
      if (next.session !== source.session) engine.resume();
      source = next;
    },
    dispose() {
      stop();
      disconnect();
      engine.dispose();
    },
  };
}
