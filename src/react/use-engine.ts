import { QueryClient, isServer as setsNoTimers } from "@tanstack/react-query";
import { useEffect, useInsertionEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { assertTokenSource, keyOf } from "../client/call-source.ts";
import { createEngineCore } from "../client/create-engine-core.ts";
import { engineDependencies, type TokenEngineOptions } from "../client/create-token-engine.ts";
import type { TokenEvent } from "../client/events.ts";
import { createExchange } from "../client/exchange.ts";
import { createExchangeRoutes } from "../client/exchange-routes.ts";
import { attempt } from "../client/platform/attempt.ts";
import { canRunQueries, isServer } from "../client/platform/environment.ts";
import { systemClock } from "../client/platform/system-clock.ts";
import { systemFetch } from "../client/platform/system-fetch.ts";
import { warmUp } from "../client/platform/warm-up.ts";
import { warnDeveloper } from "../client/platform/warn-developer.ts";
import { MAX_CALLS_OVER_SWITCHES, nextAllowedCall } from "../client/schedule.ts";
import { driveByTimer } from "../client/timer-driver.ts";
import { warnOfSharedKey } from "../client/warn-shared-key.ts";
import { wrongType } from "../client/wrong-type.ts";
import { normalizeBaseUrl } from "../core/base-url.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { driveByQuery } from "./drive-by-query.ts";
import { createEngineInUse } from "./engine-in-use.ts";
import { createScopedEngine, createUncommittedEngines, disposeEngine, type ScopedEngine } from "./scoped-engine.ts";

/**
 * Registers a layout effect in a browser, and a plain effect on a server. React runs no effects on a server.
 * Without the plain effect, React 18 logs a warning when it renders the component on a server.
 */
const useBrowserLayoutEffect = /* @__PURE__ */ isServer() ? useEffect : useLayoutEffect;

/**
 * Creates an engine for each combination of base URL, source kind, source key and `isPending`. Disposes the engine when
 * the component unmounts.
 *
 * When one of these values changes, the hook creates another engine during rendering. No component can therefore
 * render with the previous user's token. Creating an engine has no side effect, so React may discard the render.
 *
 * @returns the engine of this render and the engine's functions
 */
export function useEngine(options: TokenEngineOptions, sharedClient: QueryClient | undefined) {
  const { tokenSource } = options;
  assertTokenSource(tokenSource);
  const baseUrl = normalizeBaseUrl(options.baseUrl);
  // An engine gets another token source only after React has committed the engine. A transition whose source is no
  // longer pending therefore needs another engine, because the first engine would wait forever.
  const scope = JSON.stringify([baseUrl, tokenSource.kind, keyOf(tokenSource), !tokenSource.isPending]);

  const latest = useRef(options);
  // The functions read the options at each call, from the committed render unless `own` returns those of another.
  const [readLate] = useState(() => (own: () => Pick<TokenEngineOptions, "fetch" | "onEvent"> | null) => ({
    fetch: ((input, init) => {
      const send = (own() ?? latest.current).fetch ?? systemFetch;
      return send(input, init);
    }) as typeof globalThis.fetch,
    onEvent: (event: TokenEvent) => (own() ?? latest.current).onEvent?.(event),
  }));
  const [{ fetch }] = useState(() => readLate(() => null));
  // The routes that a base URL supports are the same for every user, so all engines share them.
  const routes = useMemo(() => createExchangeRoutes(baseUrl, fetch), [baseUrl, fetch]);
  const [uncommitted] = useState(createUncommittedEngines);
  const make = (before?: ScopedEngine): ScopedEngine => {
    const calls = before === undefined ? [] : [...before.calls, ...before.engine.recentCalls()];
    const allCalls = [...calls, ...uncommitted.recentCalls()].sort((a, b) => a - b);
    const notBefore = nextAllowedCall(allCalls, MAX_CALLS_OVER_SWITCHES);
    // In a transition, the new user's token must not be requested with the options of the previous user's render.
    const late = readLate(() => (scoped.isCommitted ? null : options));
    const dependencies = engineDependencies({ ...options, onEvent: late.onEvent });
    const exchange = createExchange(baseUrl, late.fetch, routes);
    const engine = createEngineCore({ ...dependencies, ...late, exchange, notBefore });
    const recent = calls.slice(-MAX_CALLS_OVER_SWITCHES);
    const scoped = createScopedEngine({
      scope,
      engine,
      clock: dependencies.clock,
      calls: recent,
      followsAnother: before !== undefined,
    });
    return scoped;
  };
  const [scoped, setScoped] = useState(() => make());
  if (scoped.scope !== scope || scoped.isDisposed) setScoped(uncommitted.take(scope, () => make(scoped)));
  const current = useRef(scoped);
  const [inUse] = useState(() => createEngineInUse(scoped.engine));
  const [ownClient] = useState(createQueryClient);
  const client = sharedClient ?? ownClient;
  if (typeof client.mount !== "function")
    throw wrongType(
      forDeveloper("queryClient"),
      forDeveloper("Pass a QueryClient of @tanstack/react-query 5, or leave it out."),
    );

  const replace = (before: ScopedEngine, by: ScopedEngine) => {
    before.engine.supersede(by.engine);
    uncommitted.disposeAllExcept(by);
  };
  // Effects of children may request a token, which must be the new user's. React runs insertion effects first, so
  // update the token source in one.
  useInsertionEffect(() => {
    const before = current.current;
    latest.current = options;
    current.current = scoped;
    inUse.commit(scoped.engine);
    scoped.commit(tokenSource);
    if (before === scoped) return;
    // In a hidden tree, React runs no layout effect.
    void Promise.resolve().then(() => replace(before, current.current));
  });
  // A hidden tree stays connected to the other tabs: when React shows it again, the effects of children run before the
  // provider's effects, and must not send the token of a user who has signed out meanwhile.
  useInsertionEffect(() => scoped.engine.connect(), [scoped]);
  // `supersede()` and `resume()` notify the components that use the engine, which React does not allow in an insertion
  // effect, so call them in a layout effect. It runs before effects of children that may use the previous engine.
  const { session } = tokenSource;
  const previous = useRef({ scoped, session });
  useBrowserLayoutEffect(() => {
    const before = previous.current;
    previous.current = { scoped, session };
    if (before.scoped !== scoped) replace(before.scoped, scoped);
    else if (before.session !== session) scoped.engine.resume();
  });

  useEffect(warmUp, []);
  useEffect(() => {
    // Mounting adds listeners to the window, which may throw.
    attempt(() => client.mount());
    return () => attempt(() => client.unmount());
  }, [client]);
  const canQuery = useRef<boolean>(undefined);
  useEffect(() => {
    if (canQuery.current === undefined) canQuery.current = canRunQueries();
    // TanStack Query treats a platform without a window as a server, where its intervals never start. It also ignores
    // the timers of the option `clock`.
    const { engine } = scoped;
    warnDeveloper(() => {
      const sharing = { sourceOf: () => latest.current.tokenSource, isInUse: () => scoped.isDriven };
      if (latest.current.shareAcrossTabs !== false) warnOfSharedKey(engine, sharing);
      return null;
    });
    const needsTimer = scoped.clock !== systemClock || setsNoTimers || !canQuery.current;
    return scoped.drive(() => (needsTimer ? driveByTimer(engine, scoped.clock) : driveByQuery(engine, client)));
  }, [scoped, client]);

  // When React hides a tree, it cleans up all effects except insertion effects. A hidden tree keeps its token, so
  // dispose the engine in the cleanup of an insertion effect.
  useInsertionEffect(
    () => () => {
      // Disposing notifies the components that use the engine, which React does not allow in an insertion effect, so
      // wait for a microtask.
      void Promise.resolve().then(() => {
        uncommitted.disposeAllExcept(null);
        disposeEngine(current.current);
      });
    },
    [uncommitted],
  );

  const { engine, subscribe, untilSettled } = scoped;
  return { engine, subscribe, untilSettled, inUse, fetch };
}

function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { dehydrate: { shouldDehydrateQuery: () => false } } });
}
