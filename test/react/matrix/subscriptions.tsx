import { type ReactNode, useContext, useLayoutEffect } from "react";
import type { EngineCore } from "../../../src/client/token-engine.ts";
import { AuthContext } from "../../../src/react/auth-context.ts";

/** Counts the listeners of each engine whose provider React has committed. */
export interface Subscriptions {
  watch(engine: EngineCore): void;
  /** Includes an engine's listeners in the count. */
  commit(engine: EngineCore): void;
  count(): number;
}

export function countSubscriptions(): Subscriptions {
  const listeners = new Map<EngineCore, number>();
  const committed = new Set<EngineCore>();
  return {
    watch(engine) {
      if (listeners.has(engine)) return;
      listeners.set(engine, 0);
      const { subscribe } = engine;
      const add = (by: number) => listeners.set(engine, (listeners.get(engine) ?? 0) + by);
      engine.subscribe = (listener) => {
        const unsubscribe = subscribe(listener);
        let isOn = true;
        add(1);
        return () => {
          if (isOn) add(-1);
          isOn = false;
          unsubscribe();
        };
      };
    },
    commit: (engine) => void committed.add(engine),
    count: () => [...committed].reduce((sum, engine) => sum + (listeners.get(engine) ?? 0), 0),
  };
}

/**
 * Counts the listeners of the provider's engine. A test must render this component before the components that read the
 * token.
 */
export function SubscriptionCounter({ of }: { of: Subscriptions }): ReactNode {
  const engine = useContext(AuthContext)?.engine;
  if (engine !== undefined) of.watch(engine);
  useLayoutEffect(() => {
    if (engine !== undefined) of.commit(engine);
  }, [engine, of]);
  return null;
}
