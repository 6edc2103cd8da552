import type { ReactNode } from "react";
import { describeEvent } from "./describe-event.ts";
import type { NumberedEvent } from "./event-record.ts";
import { formatTimeOfDay } from "./format-time.ts";

const SHOWN = 100;

const tones: Partial<Record<NumberedEvent["type"], string>> = {
  refresh_succeeded: "good",
  adopted: "good",
  refresh_failed: "bad",
  breaker_opened: "bad",
  expired: "bad",
};

/** Renders the latest 100 events of an engine, newest first. */
export function EventList({ events }: { events: readonly NumberedEvent[] }): ReactNode {
  return (
    <section aria-label="Events">
      <h3>Events</h3>
      {events.length === 0 ? (
        <p className="note">No event since the devtools were mounted.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls only a focusable element.
        <ol className="events" tabIndex={0} aria-label="Events, newest first">
          {events
            .slice(-SHOWN)
            .reverse()
            .map((event) => (
              <li key={event.id}>
                <time>{formatTimeOfDay(event.time)}</time>
                <code className={tones[event.type]}>{event.type}</code>
                <span>{describeEvent(event)}</span>
              </li>
            ))}
        </ol>
      )}
    </section>
  );
}
