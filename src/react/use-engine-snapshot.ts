import { useCallback, useRef, useSyncExternalStore } from "react";
import { loadingSnapshot, type TokenSnapshot } from "../client/snapshot.ts";
import type { DrivenTokenEngine } from "../client/token-engine.ts";

const loading = () => loadingSnapshot;

/**
 * Reads an engine's snapshot and rerenders only for changes that `concerns` says matter to the component.
 *
 * @param concerns must be stable, or read what changes from a ref
 */
export function useEngineSnapshot(
  engine: DrivenTokenEngine,
  concerns: (before: TokenSnapshot, after: TokenSnapshot) => boolean,
): TokenSnapshot {
  const latest = useRef(concerns);
  const subscribe = useCallback(
    (rerender: () => void) => {
      let seen = engine.getSnapshot();
      return engine.subscribe(() => {
        const before = seen;
        seen = engine.getSnapshot();
        if (latest.current(before, seen)) rerender();
      });
    },
    [engine],
  );
  return useSyncExternalStore(subscribe, engine.getSnapshot, loading);
}
