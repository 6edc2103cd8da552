import { CheckStrip } from "./check-strip.tsx";
import type { HealthHistory } from "./health-history.ts";
import { useNow } from "./use-now.ts";

interface HealthPanelProps {
  /** Null before the first answer. */
  history: HealthHistory | null;
  isChecking: boolean;
  onCheck(): void;
}

/** Whether the authority answers, since when, and when it was last asked. */
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
  checking: "Looking for the authority …",
  up: "The authority is up.",
  unreachable: "The authority is unreachable.",
};

function explain(history: HealthHistory | null): string {
  if (history === null) return "Waiting for its first answer.";
  const { last, since, lastUpAt, wasAwayMs } = history;
  if (last.problem !== null) {
    const seen = lastUpAt === null ? "" : ` It last answered at ${time(lastUpAt)}.`;
    return `${last.problem}${seen} This page keeps asking.`;
  }
  if (wasAwayMs === null) return "It answers, and this page asks again every few seconds.";
  return `It answers again since ${time(since)}, after ${elapsed(wasAwayMs)} away.`;
}

/** Its own component, so that the clock rerenders nothing else. */
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

/** Says how long something took, roughly: `a moment`, `12 s`, `3 min`, `2 h`, `4 d`. */
function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return "a moment";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
