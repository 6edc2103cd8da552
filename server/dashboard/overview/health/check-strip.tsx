import type { HealthCheck } from "./check-health.ts";
import { KEPT_CHECKS } from "./health-history.ts";

const STEP = 8;
const HEIGHT = 28;

/** Shows a strip with one bar per recent check, the newest on the right. */
export function CheckStrip({ checks }: { checks: readonly HealthCheck[] }) {
  const failed = checks.filter(({ problem }) => problem !== null).length;
  const empty = KEPT_CHECKS - checks.length;
  const stroke = (place: number, kind: string) => {
    const x = place * STEP + STEP / 2;
    return <line key={place} className={kind} x1={x} x2={x} y1={4} y2={HEIGHT - 4} />;
  };
  return (
    <svg
      className="check-strip"
      viewBox={`0 0 ${KEPT_CHECKS * STEP} ${HEIGHT}`}
      role="img"
      aria-label={`${checks.length - failed} of the last ${checks.length} checks succeeded`}
    >
      {Array.from({ length: empty }, (_, place) => stroke(place, "empty"))}
      {checks.map(({ problem }, index) => stroke(empty + index, problem === null ? "up" : "failed"))}
    </svg>
  );
}
