import type { Clock } from "../client/clock.ts";
import type { TokenSource } from "../core/token-source.ts";

/** A token source that follows a script, and the clock of the source's engine. */
export interface ScriptedSource {
  readonly tokenSource: TokenSource;
  readonly clock: Clock;
}

/**
 * The scripted sources of one provider, by key. React may render a transition several times before the commit, and each
 * render must get the same source, because the source counts its calls.
 */
export interface ScriptedSources {
  /** Returns the source of a key; creates the source if it does not exist. */
  take(key: string, create: () => TokenSource): ScriptedSource;
  /** Removes all sources except that of `key`, so that each later state starts from the beginning. */
  keepOnly(key: string): void;
}

/** More than the period in which the engine limits the number of calls, in milliseconds. */
const BEFORE_NEXT_SOURCE_MS = 61_000;

/**
 * Creates an empty {@link ScriptedSources}.
 *
 * @param clock the clock of the test. The monotonic clock of each further source is 61 seconds ahead of the previous
 *   one. Otherwise, the limit of calls per minute would apply to the states of a test whose time is frozen
 */
export function createScriptedSources(clock: Clock): ScriptedSources {
  const sources = new Map<string, ScriptedSource>();
  let created = 0;
  return {
    take(key, create) {
      const known = sources.get(key);
      if (known !== undefined) return known;
      created += 1;
      const lead = created * BEFORE_NEXT_SOURCE_MS;
      const engineClock: Clock = {
        wall: () => clock.wall(),
        monotonic: () => clock.monotonic() + lead,
        setTimer: (callback, ms) => clock.setTimer(callback, ms),
      };
      const source = { tokenSource: create(), clock: engineClock };
      sources.set(key, source);
      return source;
    },
    keepOnly(key) {
      for (const other of sources.keys()) if (other !== key) sources.delete(other);
    },
  };
}
