import { useNow } from "../record/use-now.ts";

interface LifeDialProps {
  expiresAt: Date;
  lifetimeSeconds: number;
  isRefreshing: boolean;
}

const TICKS = 60;
const ticks = Array.from({ length: TICKS }, (_, index) => index);

/** Returns the share of a token's lifetime that remains when the engine starts a refresh. Ignores the jitter. */
const leadShare = (lifetimeSeconds: number) => Math.min(60 / lifetimeSeconds, 0.2);

/**
 * Returns the share of a token's lifetime that remains when the token becomes stale. Reads of a stale token wait for a
 * refresh.
 */
const staleShare = (lifetimeSeconds: number) => Math.min(30 / lifetimeSeconds, 0.1);

export function LifeDial({ expiresAt, lifetimeSeconds, isRefreshing }: LifeDialProps) {
  const now = useNow(200);
  const remainingSeconds = Math.max(0, (expiresAt.getTime() - now) / 1000);
  const share = Math.min(1, remainingSeconds / lifetimeSeconds);
  const lead = leadShare(lifetimeSeconds);
  const stale = staleShare(lifetimeSeconds);
  const zone = (at: number) => (at <= stale ? "stale" : at <= lead ? "lead" : "fresh");

  return (
    <div className="dial">
      <svg viewBox="-164 -116 328 232" aria-hidden="true">
        {ticks.map((tick) => {
          const at = (tick + 0.5) / TICKS;
          return (
            <line
              key={tick}
              className={`tick ${zone(at)} ${at <= share ? "lit" : ""}`}
              x1="0"
              x2="0"
              y1="-108"
              y2="-88"
              transform={`rotate(${at * 360})`}
            />
          );
        })}
        <Mark at={lead} label="renew" className="lead" />
        <Mark at={stale} label="stale" className="stale" />
      </svg>
      <div className="dial-face" data-zone={zone(share)}>
        <span className="dial-time" role="timer" aria-label="Time until the token expires">
          {clock(remainingSeconds)}
        </span>
        <span className="dial-note">{isRefreshing ? "renewing …" : "until it expires"}</span>
      </div>
    </div>
  );
}

function Mark({ at, label, className }: { at: number; label: string; className: string }) {
  const angle = at * 2 * Math.PI;
  const point = (radius: number) => ({ x: Math.sin(angle) * radius, y: -Math.cos(angle) * radius });
  const outer = point(118);
  const inner = point(113);
  const text = point(123);
  return (
    <g className={`mark ${className}`}>
      <line x1={outer.x} y1={outer.y} x2={inner.x} y2={inner.y} />
      <text x={text.x} y={text.y} textAnchor="start" dominantBaseline="middle">
        {label}
      </text>
    </g>
  );
}

function clock(seconds: number): string {
  const wholeSeconds = Math.ceil(seconds);
  return `${Math.floor(wholeSeconds / 60)}:${String(wholeSeconds % 60).padStart(2, "0")}`;
}
