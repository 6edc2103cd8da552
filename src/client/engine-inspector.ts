import type { Clock, Instant } from "./clock.ts";
import type { EngineStore } from "./engine-store.ts";
import type { TokenEvent } from "./events.ts";
import { estimateServerNow } from "./server-time.ts";
import type { TabMembership } from "./tab-membership.ts";

/** Makes a call of the token source, exchange included, or answers in its place. */
export type CallWrapper = (call: () => Promise<unknown>) => Promise<unknown>;

/** What devtools read and change of an engine. It returns no token. */
export interface EngineInspector {
  /** The engine's clock. */
  readonly clock: Clock;
  /** The server's clock minus this machine's wall clock, in milliseconds, as the tokens bound it from below; null without a token so far. */
  serverOffset(): number | null;
  /** Whether other tabs that share the token may be open; null when the engine works alone. */
  hasPeers(): boolean | null;
  /** Calls back with each event; returns a function that stops it. */
  onEvent(listener: (event: TokenEvent) => void): () => void;
  /** Wraps every later call of the source; null removes the wrapper. */
  wrapCalls(wrapper: CallWrapper | null): void;
}

interface InspectedParts {
  clock: Clock;
  store: EngineStore;
  tabs: TabMembership;
  readTime: () => Instant;
}

/** Creates an engine's inspector, and the function through which the engine calls its source. */
export function createEngineInspector({ clock, store, tabs, readTime }: InspectedParts): {
  inspector: EngineInspector;
  wrapCall: CallWrapper;
} {
  let wrapper: CallWrapper | null = null;
  return {
    wrapCall: (call) => (wrapper === null ? call() : wrapper(call)),
    inspector: {
      clock,
      serverOffset() {
        const { serverTime } = store.state;
        const now = readTime();
        return serverTime.length === 0 ? null : estimateServerNow(serverTime, now) - now.wall;
      },
      hasPeers: () => tabs.link?.hasPeers() ?? null,
      onEvent: store.onEvent,
      wrapCalls(next) {
        wrapper = next;
      },
    },
  };
}
