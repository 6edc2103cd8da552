const TIMEOUT_MS = 4000;

/** One look at whether the authority answers. */
export interface HealthCheck {
  /** When the answer came or was given up, on this machine's clock. */
  at: number;
  /** How long that took, in milliseconds. */
  tookMs: number;
  /** What is wrong, in words; null when the authority is up. */
  problem: string | null;
}

/** Asks `/healthz` once; a failure is a result, since the history shows it too. Throws only when `signal` aborts. */
export async function checkHealth(authorityUrl: string, signal: AbortSignal): Promise<HealthCheck> {
  const began = performance.now();
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  let problem: string | null;
  try {
    const response = await fetch(new URL("healthz", authorityUrl), {
      cache: "no-store",
      signal: AbortSignal.any([signal, deadline]),
    });
    problem = response.ok ? judge(await response.json()) : `It answered with HTTP ${response.status}.`;
  } catch (error) {
    if (signal.aborted) throw error;
    problem = explain(error, deadline);
  }
  return { at: Date.now(), tookMs: Math.round(performance.now() - began), problem };
}

function judge(body: unknown): string | null {
  const up = typeof body === "object" && body !== null && "ok" in body && body.ok === true;
  return up ? null : "Something else than the authority answered.";
}

function explain(error: unknown, deadline: AbortSignal): string {
  if (deadline.aborted) return `It did not answer within ${TIMEOUT_MS / 1000} seconds.`;
  if (error instanceof SyntaxError) return "Something else than the authority answered.";
  return "Nothing answers at this address.";
}
