import { useMemo, useSyncExternalStore } from "react";
import { trySetTimer } from "../client/clock.ts";
import type { EngineCore } from "../client/token-engine.ts";
import { type Inspection, inspectEngine } from "./inspection.ts";

const TICK_MS = 1_000;

/** Returns an engine's state, updated at each change and once per second; null before the component has mounted. */
export function useInspection(engine: EngineCore): Inspection | null {
  const { subscribe, read } = useMemo(() => createInspectionStore(engine), [engine]);
  return useSyncExternalStore(subscribe, read, read);
}

/** Creates a store that reads the clock only while the store has a subscriber, never while React renders. */
function createInspectionStore(engine: EngineCore) {
  let inspection: Inspection | null = null;
  return {
    read: () => inspection,
    subscribe(listener: () => void) {
      const update = () => {
        inspection = inspectEngine(engine);
        listener();
      };
      let cancelTimer = () => {};
      const tick = () => {
        update();
        cancelTimer = trySetTimer(engine.inspector.clock, tick, TICK_MS);
      };
      tick();
      const unsubscribe = engine.subscribe(update);
      return () => {
        unsubscribe();
        cancelTimer();
      };
    },
  };
}
