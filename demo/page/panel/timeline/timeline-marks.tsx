interface Placed {
  cx?: number | undefined;
  cy?: number | undefined;
  payload?: { ok?: boolean };
}

/** A call of the API: a short stroke below the saw. */
export function CallTick({ cx = 0, cy = 0, payload }: Placed) {
  return <line className={`call-tick ${payload?.ok ? "ok" : "bad"}`} x1={cx} x2={cx} y1={cy - 7} y2={cy + 7} />;
}

/** A new token. */
export function RenewalDot({ cx = 0, cy = 0 }: Placed) {
  return <circle className="renewal" cx={cx} cy={cy} r={4.5} />;
}

/** An attempt that failed. */
export function FailureCross({ cx = 0, cy = 0 }: Placed) {
  return <path className="failure" d={`M${cx - 4} ${cy - 4}l8 8m0 -8l-8 8`} />;
}
