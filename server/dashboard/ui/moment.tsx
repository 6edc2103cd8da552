interface MomentProps {
  /** ISO text, or milliseconds since the epoch. */
  at: string | number;
  /** How much is shown: logs want the second, and a table with many columns the day alone. Default: the minute. */
  to?: "day" | "minute" | "second";
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const shown = {
  day: new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }),
  minute: new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }),
  second: new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" }),
};

/** A moment in local time, with the exact one on hover. */
export function Moment({ at, to = "minute" }: MomentProps) {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={exact.format(date)}>
      {shown[to].format(date)}
    </time>
  );
}
