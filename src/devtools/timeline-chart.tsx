import type { ReactNode } from "react";
import { formatTimeOfDay } from "./format-time.ts";
import type { Timeline, TokenLifetime } from "./timeline.ts";

const WIDTH = 600;
const HEIGHT = 72;
const BASE = HEIGHT - 8;

/**
 * Renders each token's remaining lifetime as a sawtooth. Marks the planned refresh, the failed attempts and the current
 * time.
 */
export function TimelineChart({ timeline, now }: { timeline: Timeline; now: number }): ReactNode {
  const { from, to, lifetimes, failures } = timeline;
  const x = (time: number) => ((Math.min(Math.max(time, from), to) - from) / Math.max(1, to - from)) * WIDTH;
  const longest = Math.max(1, ...lifetimes.map((lifetime) => lifetime.expiresAt - lifetime.from));
  const y = (remaining: number) => BASE - (Math.max(0, remaining) / longest) * (BASE - 8);
  const drawLine = (className: string, time: number, key?: number) => (
    <line key={key} className={className} x1={x(time)} x2={x(time)} y1={4} y2={BASE} />
  );
  // Several tokens may arrive within one millisecond, so the index is the key.
  const draw = (lifetime: TokenLifetime, index: number) => {
    const [start, end] = [Math.max(lifetime.from, from), lifetime.until ?? lifetime.expiresAt];
    const top = [start, end].map((time) => `${x(time)},${y(lifetime.expiresAt - time)}`).join(" ");
    return <polygon key={index} className="token-lifetime" points={`${x(start)},${BASE} ${top} ${x(end)},${BASE}`} />;
  };
  const current = lifetimes.find(({ until }) => until === null);
  const summary = [
    `${lifetimes.length} ${lifetimes.length === 1 ? "token" : "tokens"}`,
    `${failures.length} failed ${failures.length === 1 ? "attempt" : "attempts"}`,
    current === undefined ? "no token held" : `refresh at ${formatTimeOfDay(current.refreshAt)}`,
  ].join(", ");
  return (
    <section aria-label="Timeline">
      <h3>Timeline</h3>
      <svg role="img" aria-label={summary} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
        {lifetimes.map(draw)}
        {failures.map((time, index) => drawLine("failure", time, index))}
        {current && drawLine("planned-refresh", current.refreshAt)}
        {drawLine("current-time", now)}
      </svg>
      <p className="axis">
        <span>{formatTimeOfDay(from)}</span>
        <span>{formatTimeOfDay(to)}</span>
      </p>
      <p className="note">{summary}</p>
    </section>
  );
}
