import { useMemo } from "react";
import {
  Area,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  XAxis,
  YAxis,
} from "recharts";
import { drawTimeline } from "../record/timeline.ts";
import { useActivity } from "../record/use-activity.ts";
import { useNow } from "../record/use-now.ts";
import { CallTick, FailureCross, RenewalDot } from "./timeline-marks.tsx";

const clock = (time: number) => new Date(time).toLocaleTimeString([], { hour12: false });

/** The life of each token as a saw, renewed before it reaches the red; calls below it. */
export function TimelineChart({ lifetimeSeconds }: { lifetimeSeconds: number }) {
  const activity = useActivity();
  const now = useNow(1_000);
  const { from, to, saw, plan, renewals, failures, calls } = useMemo(
    () => drawTimeline(activity, Math.max(now, Date.now()), lifetimeSeconds),
    [activity, now, lifetimeSeconds],
  );
  const lead = Math.min(60, lifetimeSeconds * 0.2);
  const stale = Math.min(30, lifetimeSeconds * 0.1);
  const floor = -lifetimeSeconds * 0.14;
  const ticks = calls.map((call) => ({ time: call.time, left: floor * 0.55, ok: call.outcome === 200 }));

  return (
    <figure
      className="timeline"
      aria-label={`${renewals.length} tokens, ${failures.length} failed attempts and ${calls.length} calls shown`}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart margin={{ top: 10, right: 30, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis
            dataKey="time"
            type="number"
            domain={[from, to]}
            allowDataOverflow
            tickFormatter={clock}
            tickCount={6}
            minTickGap={48}
            axisLine={false}
            tickLine={false}
          />
          <YAxis
            type="number"
            domain={[floor, lifetimeSeconds]}
            ticks={[0, lead, lifetimeSeconds / 2, lifetimeSeconds]}
            tickFormatter={(seconds: number) => `${Math.round(seconds)} s`}
            width={50}
            axisLine={false}
            tickLine={false}
          />
          <ReferenceArea className="zone lead" y1={stale} y2={lead} />
          <ReferenceArea className="zone stale" y1={0} y2={stale} />
          <ReferenceLine className="baseline" y={0} />
          <ReferenceLine className="now" x={now} />
          <Area
            className="saw"
            data={saw}
            dataKey="left"
            type="linear"
            isAnimationActive={false}
            connectNulls={false}
          />
          <Line className="plan" data={plan} dataKey="left" type="linear" dot={false} isAnimationActive={false} />
          <Scatter data={ticks} dataKey="left" shape={CallTick} isAnimationActive={false} />
          <Scatter data={renewals} dataKey="left" shape={RenewalDot} isAnimationActive={false} />
          <Scatter data={failures} dataKey="left" shape={FailureCross} isAnimationActive={false} />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}
