import { type EngineAction, reduce } from "./engine-reducer.ts";
import { type EngineState, initialState } from "./engine-state.ts";
import { eventsOf, type TokenEvent } from "./events.ts";
import { callListener } from "./platform/attempt.ts";
import { type TokenSnapshot, toSnapshot } from "./snapshot.ts";

/** Stores an engine's state and notifies listeners of changes. */
export interface EngineStore {
  readonly state: EngineState;
  /** Applies an action to the state. Emits events and calls listeners, unless the action is one of {@link SILENT}. */
  dispatch(action: EngineAction): void;
  getSnapshot(): TokenSnapshot;
  subscribe(listener: () => void): () => void;
  /** Calls `listener` with each event, after the app's listener. Returns a function that removes `listener`. */
  onEvent(listener: (event: TokenEvent) => void): () => void;
}

/** The actions that change nothing a listener can see. */
const SILENT: readonly EngineAction["type"][] = ["observed", "called", "session_began"];

/**
 * Creates a store. After an action that changes the state, the store calls `onChange`, then passes the events to
 * `onEvent`, then calls the listeners. After an action of {@link SILENT}, the store calls none of these functions.
 */
export function createEngineStore(onEvent: (event: TokenEvent) => void, onChange: () => void): EngineStore {
  let state = initialState;
  let snapshot: TokenSnapshot | null = null;
  const listeners = new Set<() => void>();
  const eventListeners = new Set([onEvent]);
  return {
    get state() {
      return state;
    },
    dispatch(action) {
      const previous = state;
      state = reduce(state, action);
      if (state === previous || SILENT.includes(action.type)) return;
      snapshot = null;
      onChange();
      for (const event of eventsOf(action, state)) {
        for (const listener of [...eventListeners]) callListener(() => listener(event));
      }
      for (const listener of [...listeners]) callListener(listener);
    },
    getSnapshot() {
      snapshot ??= toSnapshot(state);
      return snapshot;
    },
    subscribe(listener) {
      const entry = () => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => void eventListeners.delete(listener);
    },
  };
}
