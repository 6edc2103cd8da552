import type { Clock } from "./clock.ts";
import type { EngineStore } from "./engine-store.ts";
import type { TokenEvent } from "./events.ts";
import type { ServerClock } from "./server-clock.ts";
import type { TabMembership } from "./tab-membership.ts";

/** Wraps a call of the token source, including the exchange. The wrapper may return a result without calling `call`. */
export type CallWrapper = (call: () => Promise<unknown>) => Promise<unknown>;

/** The engine's interface for devtools. Only a wrapper that is passed to `wrapCalls` can read a token. */
export interface EngineInspector {
  readonly clock: Clock;
  /** Returns the observations of the server's clock, for `estimateServerNow`. */
  serverClock(): ServerClock;
  /** Returns whether other tabs that share the token may be open; null when the engine shares no token. */
  hasPeers(): boolean | null;
  /** Calls the listener with each event; returns a function that removes the listener. */
  onEvent(listener: (event: TokenEvent) => void): () => void;
  /**
   * Wraps every later call of the token source; returns a function that removes the wrapper. If there are several
   * wrappers, the newest wrapper is the outermost.
   */
  wrapCalls(wrapper: CallWrapper): () => void;
}

interface InspectedEngine {
  clock: Clock;
  store: EngineStore;
  tabs: TabMembership;
}

/** Creates an engine's {@link EngineInspector}, and the function through which the engine calls its token source. */
export function createEngineInspector({ clock, store, tabs }: InspectedEngine): {
  inspector: EngineInspector;
  wrapCall: CallWrapper;
} {
  const wrappers = new Set<{ wrap: CallWrapper }>();
  return {
    wrapCall(call) {
      let wrapped = call;
      for (const { wrap } of wrappers) {
        const inner = wrapped;
        wrapped = () => wrap(inner);
      }
      return wrapped();
    },
    inspector: {
      clock,
      serverClock: () => store.state.serverClock,
      hasPeers: () => tabs.link?.hasPeers() ?? null,
      onEvent: store.onEvent,
      wrapCalls(wrap) {
        const entry = { wrap };
        wrappers.add(entry);
        return () => void wrappers.delete(entry);
      },
    },
  };
}
