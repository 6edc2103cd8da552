import type { GetToken } from "../client/authorized-fetch.ts";
import type { TokenEvent } from "../client/events.ts";

/** An event of an engine, with a number that is unique in its record. */
export type NumberedEvent = TokenEvent & { readonly id: number };

/** The latest 500 events of a provider's engines. */
export interface EventRecord {
  /** Returns the events, oldest first. It returns the same array until the next event. */
  read(): readonly NumberedEvent[];
  subscribe(listener: () => void): () => void;
  add(event: TokenEvent): void;
}

const MAX_EVENTS = 500;

/** Creates an {@link EventRecord} without events. */
export function createEventRecord(): EventRecord {
  const listeners = new Set<() => void>();
  let events: readonly NumberedEvent[] = [];
  let nextId = 1;
  return {
    read: () => events,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(event) {
      events = [...events.slice(1 - MAX_EVENTS), { ...event, id: nextId }];
      nextId += 1;
      for (const listener of [...listeners]) listener();
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
