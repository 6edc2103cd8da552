import { MAX_CALLS_PER_MINUTE } from "../client/schedule.ts";
import { estimateServerNow } from "../client/server-clock.ts";
import type { TokenSnapshot } from "../client/snapshot.ts";
import type { EngineCore } from "../client/token-engine.ts";

/** An engine's state at one time, for the panel and the report. It contains no token. */
export interface Inspection {
  /** The time on the engine's wall clock, in milliseconds since the epoch. */
  readonly now: number;
  readonly snapshot: TokenSnapshot;
  /** The time of the engine's next action, on the engine's wall clock; null if no action is planned. */
  readonly nextActionAt: number | null;
  readonly callsInLastMinute: number;
  readonly maxCallsPerMinute: number;
  /** The server's estimated time minus the local time, in milliseconds; null before the first token. */
  readonly serverOffset: number | null;
  /** Whether other tabs share the token; null when the engine shares no token. */
  readonly hasPeers: boolean | null;
}

const MINUTE_MS = 60_000;

/** Returns an engine's current state. */
export function inspectEngine(engine: EngineCore): Inspection {
  const { inspector } = engine;
  const now = inspector.clock.wall();
  const mono = inspector.clock.monotonic();
  const serverClock = inspector.serverClock();
  const wait = engine.nextActionIn();
  return {
    now,
    snapshot: engine.getSnapshot(),
    nextActionAt: wait === null ? null : now + wait,
    callsInLastMinute: engine.recentCalls().filter((start) => start > mono - MINUTE_MS).length,
    maxCallsPerMinute: MAX_CALLS_PER_MINUTE,
    serverOffset:
      serverClock.length === 0 ? null : estimateServerNow(serverClock, { wall: now, mono, elapsed: mono }) - now,
    hasPeers: inspector.hasPeers(),
  };
}
