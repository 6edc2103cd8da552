/**
 * Returns whether an `Accept` header (RFC 9110 §12.5.1) prefers JSON to plain text.
 *
 * Plain text is the default, so the header must list `application/json` with a weight above zero. The weight must be at
 * least that of `text/plain`.
 */
export function prefersJson(accept: string | null): boolean {
  const weights = new Map<string, number>();
  for (const entry of (accept ?? "").toLowerCase().split(",")) {
    const [type = "", ...parameters] = entry.split(";").map((part) => part.trim());
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    weights.set(type, Number.isFinite(weight) ? weight : 0);
  }
  const json = weights.get("application/json") ?? 0;
  const text = weights.get("text/plain") ?? 0;
  return json > 0 && json >= text;
}
