import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { MinuteCount } from "../../src/admin/admin-api.ts";

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** Issued, refused and failed by the minute, for the last hour; the sums stand beneath in words. */
export function MinuteChart({ minutes }: { minutes: readonly MinuteCount[] }) {
  const sum = (of: "issued" | "refused" | "error") => minutes.reduce((total, minute) => total + minute[of], 0);
  return (
    <figure className="card activity-chart">
      <div className="activity-plot" aria-hidden>
        <ResponsiveContainer width="100%" height={190}>
          <BarChart
            accessibilityLayer={false}
            data={[...minutes]}
            margin={{ top: 6, right: 4, bottom: 0, left: -22 }}
            barCategoryGap={1}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              tickFormatter={(at: number) => clock.format(at)}
              interval={14}
              tick={{ fill: "var(--quiet)", fontSize: 12 }}
              tickLine={false}
              axisLine={{ stroke: "var(--line)" }}
            />
            <YAxis
              allowDecimals={false}
              tick={{ fill: "var(--quiet)", fontSize: 12 }}
              tickLine={false}
              axisLine={false}
            />
            <Tooltip
              labelFormatter={(at) => clock.format(Number(at))}
              cursor={{ fill: "var(--raised)" }}
              contentStyle={{ background: "var(--surface)", borderColor: "var(--line)", borderRadius: 10 }}
            />
            <Bar dataKey="issued" stackId="all" fill="var(--stroke)" isAnimationActive={false} />
            <Bar dataKey="refused" stackId="all" fill="light-dark(#d99a1c, #d9a53f)" isAnimationActive={false} />
            <Bar dataKey="error" stackId="all" fill="var(--danger)" isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <figcaption>
        In the last hour: <b>{sum("issued")}</b> issued, <b>{sum("refused")}</b> refused, <b>{sum("error")}</b> errors.
      </figcaption>
    </figure>
  );
}
