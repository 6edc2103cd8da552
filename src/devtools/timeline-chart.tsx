import type { ReactNode } from "react";
import { formatTimeOfDay } from "./format-time.ts";
import type { Timeline, TokenLife } from "./timeline.ts";

const WIDTH = 600;
const HEIGHT = 72;
const BASE = HEIGHT - 8;

/**
 * Renders each token's remaining lifetime as a sawtooth, with the planned refresh, failed attempts and the current
 * time.
 */
export function TimelineChart({ timeline, now }: { timeline: Timeline; now: number }): ReactNode {
  const { from, to, lives, failures } = timeline;
  const x = (time: number) => ((Math.min(Math.max(time, from), to) - from) / Math.max(1, to - from)) * WIDTH;
  const longest = Math.max(1, ...lives.map((life) => life.expiresAt - life.from));
  const y = (left: number) => BASE - (Math.max(0, left) / longest) * (BASE - 8);
  const line = (className: string, time: number, key?: number) => (
    <line key={key} className={className} x1={x(time)} x2={x(time)} y1={4} y2={BASE} />
  );
  // Several tokens may arrive within one millisecond, so the index is the key.
  const draw = (life: TokenLife, index: number) => {
    const [start, end] = [Math.max(life.from, from), life.until ?? life.expiresAt];
    const top = [start, end].map((time) => `${x(time)},${y(life.expiresAt - time)}`).join(" ");
    return <polygon key={index} className="life" points={`${x(start)},${BASE} ${top} ${x(end)},${BASE}`} />;
  };
  const held = lives.find(({ until }) => until === null);
  const summary = [
    `${lives.length} ${lives.length === 1 ? "token" : "tokens"}`,
    `${failures.length} failed ${failures.length === 1 ? "attempt" : "attempts"}`,
    held === undefined ? "no token held" : `refresh at ${formatTimeOfDay(held.refreshAt)}`,
  ].join(", ");
  return (
    <section aria-label="Timeline">
      <h3>Timeline</h3>
      <svg role="img" aria-label={summary} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
        {lives.map(draw)}
        {failures.map((time, index) => line("failure", time, index))}
        {held && line("plan", held.refreshAt)}
        {line("now", now)}
      </svg>
      <p className="axis">
        <span>{formatTimeOfDay(from)}</span>
        <span>{formatTimeOfDay(to)}</span>
      </p>
      <p className="note">{summary}</p>
    </section>
  );
}
