interface MomentProps {
  /** ISO text, or milliseconds since the epoch. */
  at: string | number;
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const short = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment in local time, with the exact one on hover. */
export function Moment({ at }: MomentProps) {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={exact.format(date)}>
      {short.format(date)}
    </time>
  );
}
