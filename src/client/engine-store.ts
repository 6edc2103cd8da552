import { type EngineState, initialState, type Transition, transition } from "./engine-state.ts";
import { eventsOf, type TokenEvent } from "./events.ts";
import { type TokenSnapshot, takeSnapshot } from "./snapshot.ts";

/** Holds an engine's state and tells of its changes. */
export interface EngineStore {
  readonly state: EngineState;
  /** Changes the state, then tells events and listeners. */
  apply(event: Transition): void;
  getSnapshot(): TokenSnapshot;
  subscribe(listener: () => void): () => void;
}

/** Makes a store; `onChange` is called before anybody is told. */
export function createEngineStore(onEvent: (event: TokenEvent) => void, onChange: () => void): EngineStore {
  let state = initialState;
  let snapshot: TokenSnapshot | null = null;
  const listeners = new Set<() => void>();
  return {
    get state() {
      return state;
    },
    apply(event) {
      state = transition(state, event);
      if (event.type === "observed" || event.type === "called") return;
      snapshot = null;
      onChange();
      for (const told of eventsOf(event, state)) shield(() => onEvent(told));
      for (const listener of [...listeners]) shield(listener);
    },
    getSnapshot() {
      snapshot ??= takeSnapshot(state);
      return snapshot;
    },
    subscribe(listener) {
      const entry = () => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
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
