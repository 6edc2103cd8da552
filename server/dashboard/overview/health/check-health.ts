const TIMEOUT_MS = 4000;

export interface HealthCheck {
  /** The end of the check by the browser's clock, in milliseconds since the epoch. */
  at: number;
  tookMs: number;
  /** The error message; null if the authority is up. */
  problem: string | null;
}

/**
 * Requests `/healthz` once. If the check fails, returns the error message in `problem`, because the history contains
 * failed checks too. Throws only if `signal` aborts.
 */
export async function checkHealth(authorityUrl: string, signal: AbortSignal): Promise<HealthCheck> {
  const began = performance.now();
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  let problem: string | null;
  try {
    const response = await fetch(new URL("healthz", authorityUrl), {
      cache: "no-store",
      signal: AbortSignal.any([signal, deadline]),
    });
    problem = response.ok
      ? findBodyProblem(await response.json())
      : `The authority responded with HTTP ${response.status}.`;
  } catch (error) {
    if (signal.aborted) throw error;
    problem = explain(error, deadline);
  }
  return { at: Date.now(), tookMs: Math.round(performance.now() - began), problem };
}

function findBodyProblem(body: unknown): string | null {
  const up = typeof body === "object" && body !== null && "ok" in body && body.ok === true;
  return up ? null : "The response did not come from an authority.";
}

function explain(error: unknown, deadline: AbortSignal): string {
  if (deadline.aborted) return `No response within ${TIMEOUT_MS / 1000} seconds.`;
  if (error instanceof SyntaxError) return "The response did not come from an authority.";
  return "No server responds at this URL.";
}
