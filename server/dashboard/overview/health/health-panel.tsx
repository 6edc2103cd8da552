import { CheckStrip } from "./check-strip.tsx";
import type { HealthHistory } from "./health-history.ts";
import { useNow } from "./use-now.ts";

interface HealthPanelProps {
  /** The history of checks; null before the first check. */
  history: HealthHistory | null;
  isChecking: boolean;
  onCheck(): void;
}

/** Shows whether the authority is up, since when, and the result of the last check. */
export function HealthPanel({ history, isChecking, onCheck }: HealthPanelProps) {
  const status = history === null ? "checking" : history.last.problem === null ? "up" : "unreachable";
  return (
    <section className="health" data-status={status} aria-labelledby="health-title">
      <div className="health-words" role="status">
        <h2 id="health-title">{TITLES[status]}</h2>
        <p>{explain(history)}</p>
      </div>
      <div className="health-checks">
        <CheckStrip checks={history?.checks ?? []} />
        <div className="health-last">
          <LastCheck history={history} />
          <button type="button" className="button" aria-disabled={isChecking} onClick={onCheck}>
            Check now
          </button>
        </div>
      </div>
    </section>
  );
}

const TITLES = {
  checking: "Checking the authority…",
  up: "The authority is up.",
  unreachable: "The authority is unreachable.",
};

function explain(history: HealthHistory | null): string {
  if (history === null) return "Waiting for the first response.";
  const { last, since, lastUpAt, outageMs } = history;
  if (last.problem !== null) {
    const seen = lastUpAt === null ? "" : ` Last response at ${time(lastUpAt)}.`;
    return `${last.problem}${seen} This page keeps checking.`;
  }
  if (outageMs === null) return "This page checks again every few seconds.";
  return `Back up since ${time(since)}, after ${elapsed(outageMs)} of downtime.`;
}

/** Shows the time since the last check. This is a separate component because it rerenders every second. */
function LastCheck({ history }: Pick<HealthPanelProps, "history">) {
  const now = useNow();
  if (history === null) return <p>Not checked yet</p>;
  const { at, tookMs, problem } = history.last;
  const ago = now - at < 1000 ? "just now" : `${elapsed(now - at)} ago`;
  return (
    <p>
      Checked <time dateTime={new Date(at).toISOString()}>{ago}</time>
      {problem === null && `, took ${tookMs} ms`}
    </p>
  );
}

const time = (at: number) => new Date(at).toLocaleTimeString();

/** Formats a duration, rounded down to its largest unit: `a moment`, `12 s`, `3 min`, `2 h`, `4 d`. */
function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return "a moment";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
