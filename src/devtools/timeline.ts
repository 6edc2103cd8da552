import type { TokenEvent } from "../client/events.ts";
import type { Inspection } from "./inspection.ts";

/** The times of one token, in milliseconds since the epoch. */
export interface TokenLifetime {
  readonly from: number;
  /** When the token was replaced or dropped, or when it expired; null for the current token. */
  readonly until: number | null;
  readonly expiresAt: number;
  readonly refreshAt: number;
}

/** The tokens and failed attempts between two times. */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  readonly lifetimes: readonly TokenLifetime[];
  /** The times of failed attempts. */
  readonly failures: readonly number[];
}

const SHOWN_MS = 10 * 60_000;

/**
 * Returns a timeline of at most 10 minutes. The timeline ends when the current token expires. If there is no token, the
 * timeline ends now. If no event mentions the current token, the token's times come from the snapshot.
 */
export function readTimeline(events: readonly TokenEvent[], { snapshot, now }: Inspection): Timeline {
  const lifetimes = readLifetimes(events);
  const { expiresAt, refreshAt } = snapshot;
  if (expiresAt !== null && refreshAt !== null && lifetimes.at(-1)?.until !== null) {
    const from = events[0]?.time ?? now;
    lifetimes.push({ from, until: null, expiresAt: expiresAt.getTime(), refreshAt: refreshAt.getTime() });
  }
  const to = Math.max(now, expiresAt?.getTime() ?? 0);
  const oldest = Math.min(now, ...lifetimes.map((lifetime) => lifetime.from), ...events.map(({ time }) => time));
  const from = Math.max(to - SHOWN_MS, Math.min(oldest, to - 60_000));
  return {
    from,
    to,
    lifetimes: lifetimes.filter((lifetime) => (lifetime.until ?? now) >= from),
    failures: events.filter(({ type, time }) => type === "refresh_failed" && time >= from).map(({ time }) => time),
  };
}

function readLifetimes(events: readonly TokenEvent[]): TokenLifetime[] {
  const lifetimes: TokenLifetime[] = [];
  const end = (time: number) => {
    const last = lifetimes.pop();
    if (last !== undefined)
      lifetimes.push(last.until === null ? { ...last, until: Math.min(time, last.expiresAt) } : last);
  };
  for (const event of events) {
    switch (event.type) {
      case "refresh_succeeded":
      case "adopted":
        end(event.time);
        lifetimes.push({ from: event.time, until: null, expiresAt: event.expiresAt, refreshAt: event.refreshAt });
        break;
      case "expired":
      case "signed_out":
      case "invalidated":
      case "superseded":
      case "disposed":
        end(event.time);
        break;
      case "refresh_started":
      case "refresh_unchanged":
      case "refresh_failed":
      case "breaker_opened":
        break;
    }
  }
  return lifetimes;
}
