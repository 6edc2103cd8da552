import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { MinuteCount } from "../../src/admin/admin-api.ts";

const SERIES = ["issued", "refused", "error"] as const;
type Series = (typeof SERIES)[number];
/**
 * The fill of each series in the chart. Each series has its own pattern, so a reader can distinguish them without
 * color.
 */
const FILLS: Readonly<Record<Series, string>> = {
  issued: "var(--stroke)",
  refused: "url(#refused-stripes)",
  error: "url(#error-dots)",
};

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/**
 * Shows a chart of the token requests in the last hour. Each bar shows one minute, and is divided into three outcomes:
 * issued, refused and error. The legend below the chart contains the totals.
 */
export function MinuteChart({ minutes }: { minutes: readonly MinuteCount[] }) {
  const sum = (series: Series) => minutes.reduce((total, minute) => total + minute[series], 0);
  return (
    <figure className="card activity-chart">
      <Patterns />
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
            {SERIES.map((series) => (
              <Bar key={series} dataKey={series} stackId="all" fill={FILLS[series]} isAnimationActive={false} />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <figcaption>
        In the last hour: <Swatch series="issued" />
        <b>{sum("issued")}</b> issued, <Swatch series="refused" />
        <b>{sum("refused")}</b> refused, <Swatch series="error" />
        <b>{sum("error")}</b> errors.
      </figcaption>
    </figure>
  );
}

function Patterns() {
  return (
    <svg className="visually-hidden" aria-hidden>
      <defs>
        <pattern id="refused-stripes" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="activity-refused" width="4" height="4" />
          <rect className="activity-gap" width="1.4" height="4" />
        </pattern>
        <pattern id="error-dots" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect className="activity-error" width="4" height="4" />
          <circle className="activity-gap" cx="2" cy="2" r="0.9" />
        </pattern>
      </defs>
    </svg>
  );
}

function Swatch({ series }: { series: Series }) {
  return (
    <svg className="activity-swatch" viewBox="0 0 12 12" aria-hidden>
      <rect width="12" height="12" rx="2" fill={FILLS[series]} />
    </svg>
  );
}
