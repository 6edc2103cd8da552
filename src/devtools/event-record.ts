import type { GetToken } from "../client/authorized-fetch.ts";
import type { EngineInspector } from "../client/engine-inspector.ts";
import type { TokenEvent } from "../client/events.ts";

/** An event of an engine, with a number that is unique in its record. */
export type NumberedEvent = TokenEvent & { readonly id: number };

/** The latest 500 events of a provider's engines. */
export interface EventRecord {
  /** Returns the events, oldest first. It returns the same array until the next event. */
  read(): readonly NumberedEvent[];
  subscribe(listener: () => void): () => void;
  /**
   * Records the events of an engine. Returns a function that ends the recording. If several devtools record the same
   * engine, the record contains each event once. The recording ends when the last of these devtools ends it.
   */
  follow(engine: Pick<EngineInspector, "onEvent">): () => void;
}

const MAX_EVENTS = 500;

/** Creates an {@link EventRecord} without events. */
export function createEventRecord(): EventRecord {
  const listeners = new Set<() => void>();
  let events: readonly NumberedEvent[] = [];
  let nextId = 1;
  const add = (event: TokenEvent) => {
    events = [...events.slice(1 - MAX_EVENTS), { ...event, id: nextId }];
    nextId += 1;
    for (const listener of [...listeners]) listener();
  };
  const recordings = new Map<Pick<EngineInspector, "onEvent">, { followers: number; stop: () => void }>();
  return {
    read: () => events,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    follow(engine) {
      const recording = recordings.get(engine) ?? { followers: 0, stop: engine.onEvent(add) };
      recording.followers += 1;
      recordings.set(engine, recording);
      return () => {
        recording.followers -= 1;
        if (recording.followers > 0) return;
        recordings.delete(engine);
        recording.stop();
      };
    },
  };
}

/**
 * The record of each provider, so that a reopened panel still shows the earlier events. The key is the provider's
 * `getToken`, which never changes.
 */
const records = new WeakMap<GetToken, EventRecord>();

/** Returns the record of the provider that has this `getToken`; creates the record if it does not exist. */
export function recordOf(getToken: GetToken): EventRecord {
  const record = records.get(getToken) ?? createEventRecord();
  records.set(getToken, record);
  return record;
}
