import { type Clock, trySetTimer } from "../client/clock.ts";
import { warnDeveloper } from "../client/platform/warn-developer.ts";
import { MAX_CALLS_OVER_SWITCHES } from "../client/schedule.ts";
import { driveByTimer } from "../client/timer-driver.ts";
import type { EngineCore } from "../client/token-engine.ts";
import type { TokenSource } from "../core/token-source.ts";

/**
 * The time from the end of the first attempt to the disposal of an uncommitted engine, in milliseconds. A timer
 * disposes the engine, because React does not report an abandoned transition. During the attempt, the engine checks at
 * this interval whether React still renders the transition.
 */
const KEPT_MS = 10_000;
/**
 * The time that a first render may suspend without a warning, in milliseconds. The warning says that a `<Suspense>` may
 * be above the provider.
 */
const MOUNT_MS = 3_000;

/** The number of times that any engine was committed, driven or disposed. */
let releases = 0;

/** A token engine, the engine's scope, and the state of the engine in React. */
export interface ScopedEngine {
  /**
   * The base URL, the token source's kind and key, and whether the source is pending, as one string. A new scope
   * requires a new engine.
   */
  readonly scope: string;
  readonly engine: EngineCore;
  readonly clock: Clock;
  /** The start times of source calls by previous engines. These calls count toward the limit of calls per minute. */
  readonly calls: readonly number[];
  /** Whether the provider's effects call the engine's `tick` when an action is due. */
  isDriven: boolean;
  isDisposed: boolean;
  /** Whether React has committed the engine. React may commit the engine in a hidden tree, whose effects do not run. */
  isCommitted: boolean;
  /** Calls the listener after each change of the engine's state. The engine's disposal does not call the listener. */
  subscribe: EngineCore["subscribe"];
  /**
   * Returns a promise that resolves when the engine next reports a status other than `loading`. If React has not
   * committed the engine, the promise may resolve earlier. All callers share the promise.
   */
  untilSettled(): Promise<void>;
  /** Stops the timers and listeners of an uncommitted engine. */
  release(): void;
  /** Marks the engine as committed, and sets the token source of the committed render. */
  commit(tokenSource: TokenSource): void;
  /**
   * Releases the engine, and marks it as driven while `start` drives it. Returns a function that stops the driving.
   *
   * @param start starts to call the engine's `tick`, and returns a function that stops the calls
   */
  drive(start: () => () => void): () => void;
}

export interface ScopedEngineDependencies extends Pick<ScopedEngine, "scope" | "engine" | "clock" | "calls"> {
  /**
   * Whether this engine replaces an earlier engine of the same provider. If so, the engine may belong to a React
   * transition, which commits only after the engine's first token has arrived.
   */
  followsAnother: boolean;
}

/** Creates a {@link ScopedEngine}. This function has no side effect, so a component may call it during rendering. */
export function createScopedEngine({ followsAnother, ...dependencies }: ScopedEngineDependencies): ScopedEngine {
  const { engine, clock } = dependencies;
  let settled: Promise<void> | null = null;
  let resolveSettled = () => {};
  let release = () => {};

  const scoped: ScopedEngine = {
    ...dependencies,
    isDriven: false,
    isDisposed: false,
    isCommitted: false,
    subscribe: (listener) => engine.subscribe(() => isDisposed(engine) || listener()),
    untilSettled() {
      settled ??= new Promise<void>((resolve) => {
        const unsubscribe = engine.subscribe(() => {
          if (engine.getSnapshot().status !== "loading") resolveSettled();
        });
        resolveSettled = () => {
          unsubscribe();
          settled = null;
          resolve();
        };
        // Side effects are not allowed while React renders, so wait for a microtask.
        void Promise.resolve().then(() => {
          if (scoped.isDriven || scoped.isDisposed) return;
          release();
          // A transition commits only after its token has arrived, so no effect drives the engine until then. Drive it
          // by a timer.
          if (followsAnother) driveUncommitted();
          else if (!scoped.isCommitted) {
            warnDeveloper(() => {
              release = warnUnlessCommitted(clock);
              return null;
            });
          }
        });
      });
      return settled;
    },
    release() {
      releases += 1;
      release();
    },
    commit(tokenSource) {
      // React may commit the engine in a hidden tree, whose effects do not run.
      if (!scoped.isCommitted) releases += 1;
      scoped.isCommitted = true;
      engine.setTokenSource(tokenSource);
    },
    drive(start) {
      scoped.release();
      scoped.isDriven = true;
      const stop = start();
      return () => {
        stop();
        scoped.isDriven = false;
      };
    },
  };

  function driveUncommitted(): void {
    const disconnect = engine.connect();
    const stopDriving = driveByTimer(engine, clock);
    const disposeUnlessUsed = () => {
      cancelTimer();
      cancelTimer = trySetTimer(clock, () => scoped.isCommitted || disposeEngine(scoped), KEPT_MS);
    };
    // The attempt may never end, for example while the auth provider loads. When the promise resolves, React renders
    // the transition again unless it has been abandoned, and that render calls `untilSettled()`.
    let cancelTimer = trySetTimer(
      clock,
      () => {
        disposeUnlessUsed();
        resolveSettled();
      },
      KEPT_MS,
    );
    const unsubscribe = engine.subscribe(() => {
      if (engine.getSnapshot().status === "loading") return;
      end();
      disposeUnlessUsed();
    });
    const end = () => {
      stopDriving();
      disconnect();
      unsubscribe();
    };
    release = () => {
      end();
      cancelTimer();
    };
  }

  return scoped;
}

/**
 * Warns after {@link MOUNT_MS}, unless an engine has been committed or disposed in that time. Returns a function that
 * cancels the warning.
 */
function warnUnlessCommitted(clock: Clock): () => void {
  const before = releases;
  const warn = () => {
    // React may have discarded this engine and committed another one.
    if (releases !== before) return;
    warnDeveloper(
      "useSuspenseWorkspaceToken() waits for an <AssistantCloudProvider> that React has not mounted. Put a <Suspense> between the provider and the component: React discards what suspends below a <Suspense>, so one above the provider waits forever.",
    );
  };
  return trySetTimer(clock, warn, MOUNT_MS);
}

/** Returns whether an engine has been disposed, for example because another user's engine replaced it. */
export function isDisposed(engine: EngineCore): boolean {
  return engine.getSnapshot().error?.code === "disposed";
}

/** Stops an engine's timers and disposes the engine. Pending `getToken()` calls reject with `disposed`. */
export function disposeEngine(scoped: ScopedEngine): void {
  scoped.release();
  scoped.isDisposed = true;
  scoped.engine.dispose();
}

/**
 * The engines that React has rendered but not committed, by `scope`. React may render a transition several times before
 * the commit, and each render must get the same engine.
 */
export interface UncommittedEngines {
  /** Returns the uncommitted engine of a scope; creates the engine if it does not exist or is disposed. */
  take(scope: string, create: () => ScopedEngine): ScopedEngine;
  /** Removes all engines, and disposes each of them except `committed`. */
  disposeAllExcept(committed: ScopedEngine | null): void;
  /** Returns the start times of the recent source calls of all uncommitted engines. The times are not sorted. */
  recentCalls(): readonly number[];
}

/** Creates an empty {@link UncommittedEngines}. */
export function createUncommittedEngines(): UncommittedEngines {
  const engines = new Map<string, ScopedEngine>();
  /** The start times of source calls by engines that were disposed before a commit. */
  let past: readonly number[] = [];
  const removeDisposed = () => {
    for (const [scope, { isDisposed, engine }] of engines) {
      if (!isDisposed) continue;
      engines.delete(scope);
      past = [...past, ...engine.recentCalls()].sort((a, b) => a - b).slice(-MAX_CALLS_OVER_SWITCHES);
    }
  };
  return {
    take(scope, create) {
      removeDisposed();
      const scoped = engines.get(scope) ?? create();
      engines.set(scope, scoped);
      return scoped;
    },
    disposeAllExcept(committed) {
      for (const scoped of engines.values()) {
        if (scoped !== committed) disposeEngine(scoped);
      }
      removeDisposed();
      engines.clear();
    },
    recentCalls: () => [...past, ...[...engines.values()].flatMap(({ engine }) => engine.recentCalls())],
  };
}
