interface MomentProps {
  /** The time as an ISO 8601 text, or in milliseconds since the epoch. */
  at: string | number;
  /** The precision. Logs show seconds, and tables with many columns show only the day. Default: `minute`. */
  to?: "day" | "minute" | "second";
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const shown = {
  day: new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }),
  minute: new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }),
  second: new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" }),
};

/** Shows a time in the local time zone, with the exact time on hover. */
export function Moment({ at, to = "minute" }: MomentProps) {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={exact.format(date)}>
      {shown[to].format(date)}
    </time>
  );
}
