import { type Clock, trySetTimer } from "../client/clock.ts";
import { driveByTimer } from "../client/timer-driver.ts";
import type { EngineCore } from "../client/token-engine.ts";

/** How long an engine that React has not committed keeps what it has fetched, in milliseconds. */
const KEPT_MS = 10_000;

/** An engine with its place in React. */
export interface ScopedEngine {
  /** Base URL, kind of source and key: whose tokens the engine holds. */
  readonly scope: string;
  readonly engine: EngineCore;
  readonly clock: Clock;
  /** When the sources of the engines before were called. */
  readonly calls: readonly number[];
  /** Whether a provider's effects drive the engine. */
  isDriven: boolean;
  isDisposed: boolean;
  /** Resolves when the first attempt has ended; the same promise for all that wait. */
  untilSettled(): Promise<void>;
  /** Ends what was begun before the engine was committed. */
  release(): void;
}

/** What {@link createScopedEngine} takes. */
export interface ScopedEngineParts extends Pick<ScopedEngine, "scope" | "engine" | "clock" | "calls"> {
  /** Whether the provider is committed already, with another engine: then a transition may wait for this one. */
  followsAnother: boolean;
}

/** Creates an engine's place in React. It has no side effect, so it may be created while React renders. */
export function createScopedEngine({ followsAnother, ...parts }: ScopedEngineParts): ScopedEngine {
  const { engine, clock } = parts;
  let settled: Promise<void> | null = null;
  let release = () => {};

  const scoped: ScopedEngine = {
    ...parts,
    isDriven: false,
    isDisposed: false,
    untilSettled() {
      settled ??= new Promise<void>((resolve) => {
        const unsubscribe = engine.subscribe(() => {
          if (engine.getSnapshot().status === "loading") return;
          unsubscribe();
          settled = null;
          resolve();
        });
        // Not while React renders. A transition commits nothing before its token is there, so no effect drives it.
        if (followsAnother) void Promise.resolve().then(() => driveUncommitted());
      });
      return settled;
    },
    release: () => release(),
  };

  function driveUncommitted(): void {
    if (scoped.isDriven || scoped.isDisposed) return;
    release();
    const stopDriving = driveByTimer(engine, clock);
    let cancelTimer = () => {};
    const unsubscribe = engine.subscribe(() => {
      if (engine.getSnapshot().status === "loading") return;
      end();
      // The transition may have been abandoned, which React does not report.
      cancelTimer = trySetTimer(clock, () => disposeEngine(scoped), KEPT_MS);
    });
    const end = () => {
      stopDriving();
      unsubscribe();
    };
    release = () => {
      end();
      cancelTimer();
    };
  }

  return scoped;
}

/** Ends an engine for good. */
export function disposeEngine(scoped: ScopedEngine): void {
  scoped.release();
  scoped.isDisposed = true;
  scoped.engine.dispose();
}

/**
 * Engines that React has rendered but not committed, by scope. React renders a transition again and again until it can
 * be committed, each time from the state before; the engine must be the same each time.
 */
export interface UncommittedEngines {
  /** Returns the engine of a scope; creates it unless there is one. */
  take(scope: string, create: () => ScopedEngine): ScopedEngine;
  /** Disposes every engine but the one that was committed. */
  settleOn(committed: ScopedEngine | null): void;
}

/** Creates an empty collection. */
export function createUncommittedEngines(): UncommittedEngines {
  const engines = new Map<string, ScopedEngine>();
  return {
    take(scope, create) {
      const known = engines.get(scope);
      const scoped = known === undefined || known.isDisposed ? create() : known;
      engines.set(scope, scoped);
      return scoped;
    },
    settleOn(committed) {
      for (const scoped of engines.values()) {
        if (scoped !== committed) disposeEngine(scoped);
      }
      engines.clear();
    },
  };
}
