import type { NumberedEvent } from "./activity.ts";

/** One token's life as the page saw it: milliseconds since the epoch. */
export interface Life {
  from: number;
  /** When it was replaced, dropped or ran out; null while it is held. */
  until: number | null;
  expiresAt: number;
  refreshAt: number;
}

/** Reads from the events which token was held when. */
export function readLives(events: readonly NumberedEvent[]): Life[] {
  const lives: Life[] = [];
  const end = (time: number) => {
    const last = lives.at(-1);
    if (last && last.until === null) last.until = Math.min(time, last.expiresAt);
  };
  for (const event of events) {
    switch (event.type) {
      case "refresh_succeeded":
        end(event.time);
        lives.push({ from: event.time, until: null, expiresAt: event.expiresAt, refreshAt: event.refreshAt });
        break;
      case "expired":
      case "signed_out":
      case "superseded":
      case "invalidated":
      case "disposed":
        end(event.time);
        break;
      default:
        break;
    }
  }
  return lives;
}
