interface MomentProps {
  /** ISO text, or milliseconds since the epoch. */
  at: string | number;
  /** Shows seconds too, as logs want. Default: false. */
  toTheSecond?: boolean;
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const seconds = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const short = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment in local time, with the exact one on hover. */
export function Moment({ at, toTheSecond = false }: MomentProps) {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={exact.format(date)}>
      {(toTheSecond ? seconds : short).format(date)}
    </time>
  );
}
