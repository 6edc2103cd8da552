import { QueryClient, isServer as setsNoTimers } from "@tanstack/react-query";
import { useCallback, useEffect, useInsertionEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { assertTokenSource, keyOf } from "../client/call-source.ts";
import { createEngineCore } from "../client/create-engine-core.ts";
import { engineParts, type TokenEngineOptions } from "../client/create-token-engine.ts";
import { createExchange } from "../client/exchange.ts";
import { attempt } from "../client/platform/attempt.ts";
import { canRunQueries, isServer } from "../client/platform/environment.ts";
import { systemClock } from "../client/platform/system-clock.ts";
import { systemFetch } from "../client/platform/system-fetch.ts";
import { MAX_CALLS_OVER_SWITCHES, nextAllowedCall } from "../client/schedule.ts";
import { driveByTimer } from "../client/timer-driver.ts";
import { normalizeBaseUrl } from "../core/base-url.ts";
import { driveByQuery } from "./drive-by-query.ts";
import { createScopedEngine, createUncommittedEngines, disposeEngine, type ScopedEngine } from "./scoped-engine.ts";

/** React 18 warns about layout effects on a server, where none runs. */
const useBrowserLayoutEffect: typeof useLayoutEffect = (effect, dependencies) => {
  const useEffectHere = isServer() ? useEffect : useLayoutEffect;
  useEffectHere(effect, dependencies);
};

/**
 * Holds one engine per base URL, kind of source and key for as long as the component is mounted.
 *
 * A switch of any of these makes a new engine during render, so that no component below ever renders with the
 * token of the user before. Making one has no side effect, so a render that is thrown away costs nothing.
 *
 * @returns the engine for rendering, and a function that gives the committed one, for calls
 */
export function useEngine(options: TokenEngineOptions, sharedClient: QueryClient | undefined) {
  const { tokenSource } = options;
  assertTokenSource(tokenSource);
  const baseUrl = normalizeBaseUrl(options.baseUrl);
  const scope = JSON.stringify([baseUrl, tokenSource.kind, keyOf(tokenSource)]);

  const latest = useRef(options);
  const [fetch] = useState((): typeof globalThis.fetch => (input, init) => {
    const send = latest.current.fetch ?? systemFetch;
    return send(input, init);
  });
  // Which way of exchanging a base URL understands outlives a switch of person.
  const exchange = useMemo(() => createExchange(baseUrl, fetch), [baseUrl, fetch]);
  const make = (before?: ScopedEngine): ScopedEngine => {
    const calls = before === undefined ? [] : [...before.calls, ...before.engine.recentCalls()];
    const notBefore = nextAllowedCall(calls, MAX_CALLS_OVER_SWITCHES);
    const onEvent: TokenEngineOptions["onEvent"] = (event) => latest.current.onEvent?.(event);
    const parts = engineParts({ ...options, fetch, onEvent });
    const engine = createEngineCore({ ...parts, fetch, exchange, notBefore });
    const recent = calls.slice(-MAX_CALLS_OVER_SWITCHES);
    return createScopedEngine({
      scope,
      engine,
      clock: parts.clock,
      calls: recent,
      followsAnother: before !== undefined,
    });
  };
  const [scoped, setScoped] = useState(() => make());
  const [uncommitted] = useState(createUncommittedEngines);
  if (scoped.scope !== scope || scoped.isDisposed) setScoped(uncommitted.take(scope, () => make(scoped)));
  const current = useRef(scoped);
  const [ownClient] = useState(makeQueryClient);
  const client = sharedClient ?? ownClient;

  // Before the effects of any child, which may already ask for a token: it must be the new user's.
  useInsertionEffect(() => {
    latest.current = options;
    current.current = scoped;
    scoped.engine.setTokenSource(tokenSource);
  });
  // Its waiters and readers are notified, which React does not allow any earlier.
  const { session } = tokenSource;
  const previous = useRef({ scoped, session });
  useBrowserLayoutEffect(() => {
    const before = previous.current;
    previous.current = { scoped, session };
    if (before.scoped !== scoped) before.scoped.engine.supersede();
    else if (before.session !== session) scoped.engine.resume();
    uncommitted.settleOn(scoped);
  });

  useEffect(() => {
    scoped.release();
    scoped.isDriven = true;
    // It listens to the window, which may refuse.
    attempt(() => client.mount());
    // TanStack Query takes a platform without a window for a server, where its intervals never start. Its timers are not
    // those of a clock that is given.
    const stopDriving =
      scoped.clock !== systemClock || setsNoTimers || !canRunQueries()
        ? driveByTimer(scoped.engine, scoped.clock)
        : driveByQuery(scoped.engine, client);
    return () => {
      stopDriving();
      attempt(() => client.unmount());
      scoped.isDriven = false;
    };
  }, [scoped, client]);

  // React ends other effects also of a tree that it hides and shows again, whose token is still good.
  useInsertionEffect(
    () => () => {
      // Its readers are notified, which React does not allow in this effect.
      void Promise.resolve().then(() => {
        uncommitted.settleOn(null);
        disposeEngine(current.current);
      });
    },
    [uncommitted],
  );

  const committed = useCallback(() => current.current.engine, []);
  return { engine: scoped.engine, untilSettled: scoped.untilSettled, committed, fetch };
}

function makeQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { dehydrate: { shouldDehydrateQuery: () => false } } });
}
