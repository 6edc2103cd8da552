import type { Context, MiddlewareHandler, Next } from "hono";
import {
  ANONYMOUS_PATH,
  EXCHANGE_PATH,
  MINT_PATH,
  OAUTH_TOKEN_PATH,
  REFRESH_PATH,
} from "../../../src/core/protocol.ts";
import type { DecisionLog } from "../activity/decision-log.ts";
import type { DecidedBy, DecisionRoute } from "../events/decision.ts";
import { answerTo, isServerFailure } from "./refusal-answers.ts";

/**
 * The variable that a route sets in Hono's context for {@link recordDecisions}: the rule or key that admitted the
 * caller.
 */
export interface DecisionVariables {
  Variables: { decidedBy?: DecidedBy };
}

const ROUTES: ReadonlyMap<string, { readonly method: string; readonly route: DecisionRoute }> = new Map([
  [MINT_PATH, { method: "POST", route: "mint" }],
  [EXCHANGE_PATH, { method: "POST", route: "exchange" }],
  [OAUTH_TOKEN_PATH, { method: "POST", route: "exchange" }],
  [ANONYMOUS_PATH, { method: "POST", route: "anonymous" }],
  [REFRESH_PATH, { method: "POST", route: "refresh" }],
  ["/v1/threads", { method: "GET", route: "threads" }],
]);

/**
 * Creates a middleware that records the outcome of each token request in the decision log. It reads only the method and
 * the path of the request.
 */
export function recordDecisions(decisions: DecisionLog, now: () => number): MiddlewareHandler<DecisionVariables> {
  async function record(c: Context<DecisionVariables>, next: Next, route: DecisionRoute): Promise<void> {
    await next();
    const { status } = c.res;
    // Listing threads issues a token only to a caller with an ID token, so other successful lists are not recorded.
    if (route === "threads" && status < 400 && c.get("decidedBy")?.kind !== "rule") return;
    // The body limit returns its response instead of throwing a refusal, so `c.error` may be undefined.
    const refusal = c.error === undefined ? null : answerTo(c.error);
    const isFailure = refusal === null ? status >= 500 : isServerFailure(refusal);
    decisions.add({
      at: now(),
      route,
      outcome: status < 400 ? "issued" : isFailure ? "error" : "refused",
      status,
      reason: refusal?.error ?? null,
      code: refusal?.code ?? null,
      by: c.get("decidedBy") ?? null,
    });
  }
  return (c, next) => {
    const entry = ROUTES.get(c.req.path);
    return entry?.method === c.req.method ? record(c, next, entry.route) : next();
  };
}
