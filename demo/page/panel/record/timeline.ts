import type { Activity, ApiCall } from "./activity.ts";
import { type Life, readLives } from "./lives.ts";

/** A point of the saw: how many seconds the token has left at a time; null between two lives. */
export interface SawPoint {
  time: number;
  left: number | null;
}

export interface Timeline {
  from: number;
  to: number;
  saw: SawPoint[];
  /** From now to the planned refresh: what will be if nothing happens. */
  plan: SawPoint[];
  renewals: SawPoint[];
  failures: SawPoint[];
  calls: readonly ApiCall[];
}

const LIVES_SHOWN = 2.4;

const leftAt = (life: Life, time: number) => Math.max(0, (life.expiresAt - time) / 1000);

/** Turns the record into what the chart draws, in a window that ends just after the next planned refresh. */
export function drawTimeline(activity: Activity, now: number, lifetimeSeconds: number): Timeline {
  const lifetime = lifetimeSeconds * 1000;
  const lives = readLives(activity.events);
  const current = lives.at(-1)?.until === null ? lives.at(-1) : undefined;
  const to = Math.max(now, current?.refreshAt ?? 0) + lifetime * 0.06;
  const from = Math.max(activity.startedAt - lifetime * 0.02, to - lifetime * LIVES_SHOWN);
  const seen = (time: number) => time >= from && time <= to;
  const holder = (time: number) => lives.findLast((life) => life.from <= time && (life.until ?? now) >= time);

  return {
    from,
    to,
    saw: lives
      .filter((life) => (life.until ?? now) >= from)
      .flatMap((life) => sawOf(life, Math.max(life.from, from), now)),
    plan: current ? [now, Math.max(now, current.refreshAt)].map((time) => ({ time, left: leftAt(current, time) })) : [],
    renewals: lives
      .filter((life) => seen(life.from))
      .map((life) => ({ time: life.from, left: leftAt(life, life.from) })),
    failures: activity.events
      .filter(({ type, time }) => type === "refresh_failed" && seen(time))
      .map(({ time }) => {
        const life = holder(time);
        return { time, left: life ? leftAt(life, time) : 0 };
      }),
    calls: activity.calls.filter(({ time }) => seen(time)),
  };
}

function sawOf(life: Life, from: number, now: number): SawPoint[] {
  const until = life.until ?? now;
  return [
    { time: from, left: leftAt(life, from) },
    { time: until, left: leftAt(life, until) },
    { time: until, left: null },
  ];
}
