import type { NumberedEvent } from "../record/activity.ts";
import { useActivity } from "../record/use-activity.ts";

const SHOWN = 60;

const clock = (time: number) => new Date(time).toLocaleTimeString([], { hour12: false });

const tones: Partial<Record<NumberedEvent["type"], string>> = {
  refresh_succeeded: "good",
  refresh_failed: "bad",
  breaker_opened: "bad",
  expired: "bad",
};

export function EventLog() {
  const { events } = useActivity();
  if (events.length === 0) return <p className="log-empty">Nothing yet.</p>;
  return (
    <table aria-label="Token events">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Event</th>
          <th scope="col">What it says</th>
        </tr>
      </thead>
      <tbody>
        {events
          .slice(-SHOWN)
          .toReversed()
          .map((event) => (
            <tr key={event.id}>
              <td>{clock(event.time)}</td>
              <td>
                <span className={`pill ${tones[event.type] ?? ""}`}>{event.type}</span>
              </td>
              <td>{describe(event)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function describe(event: NumberedEvent): string {
  switch (event.type) {
    case "refresh_started":
      return event.forced ? "a cached token will not do" : "ahead of expiry, or the first one";
    case "refresh_succeeded":
      return `renewed at ${clock(event.refreshAt)}, expires at ${clock(event.expiresAt)}`;
    case "refresh_unchanged":
      return `the same token; asked again at ${clock(event.refreshAt)}`;
    case "refresh_failed":
      return event.retryAt === null ? event.code : `${event.code}, next attempt at ${clock(event.retryAt)}`;
    case "breaker_opened":
      return `${event.reason}, closed until ${clock(event.retryAt)}`;
    default:
      return "—";
  }
}
