import type { TokenEvent } from "assistant-cloud-auth";

/** One call of the guarded API. */
export interface ApiCall {
  id: number;
  /** When it was sent, milliseconds since the epoch. */
  time: number;
  /** How long it took, in milliseconds. */
  duration: number;
  /** The HTTP status, or the reason why nothing was sent. */
  outcome: number | string;
  /** The workspace that the route read from the verified token. */
  workspaceId: string | null;
}

/** A token event with a number of its own. */
export type NumberedEvent = TokenEvent & { id: number };

/** What has happened since the page was opened, newest last. */
export interface Activity {
  startedAt: number;
  events: readonly NumberedEvent[];
  calls: readonly ApiCall[];
}

const MAX_ENTRIES = 2_000;

/** A record of token events and API calls that components subscribe to. */
export interface ActivityRecord {
  read(): Activity;
  subscribe(listener: () => void): () => void;
  addEvent(event: TokenEvent): void;
  addCall(call: Omit<ApiCall, "id">): void;
}

export function createActivityRecord(): ActivityRecord {
  const listeners = new Set<() => void>();
  let nextId = 1;
  let activity: Activity = { startedAt: Date.now(), events: [], calls: [] };
  const update = (change: Partial<Activity>) => {
    activity = { ...activity, ...change };
    for (const listener of listeners) listener();
  };
  const append = <Entry>(entries: readonly Entry[], entry: Entry) => [...entries.slice(1 - MAX_ENTRIES), entry];

  return {
    read: () => activity,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    addEvent: (event) => update({ events: append(activity.events, { ...event, id: nextId++ }) }),
    addCall: (call) => update({ calls: append(activity.calls, { ...call, id: nextId++ }) }),
  };
}
