import type { MiddlewareHandler } from "hono";
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

/** The variables that a route sets in Hono's context for {@link recordDecisions}. */
export interface DecisionVariables {
  Variables: { decidedBy?: DecidedBy };
}

const ROUTES: Readonly<Record<string, DecisionRoute>> = {
  [`POST ${MINT_PATH}`]: "mint",
  [`POST ${EXCHANGE_PATH}`]: "exchange",
  [`POST ${OAUTH_TOKEN_PATH}`]: "exchange",
  [`POST ${ANONYMOUS_PATH}`]: "anonymous",
  [`POST ${REFRESH_PATH}`]: "refresh",
  "GET /v1/threads": "threads",
};

/**
 * Creates a middleware that records the outcome of each request for a token. It reads only the method and the path of
 * the request.
 */
export function recordDecisions(decisions: DecisionLog, now: () => number): MiddlewareHandler<DecisionVariables> {
  return async (c, next) => {
    await next();
    const key = `${c.req.method} ${c.req.path}`;
    const route = Object.hasOwn(ROUTES, key) ? ROUTES[key] : undefined;
    if (route === undefined) return;
    const { status } = c.res;
    // Listing threads issues a token only for a provider's ID token.
    if (route === "threads" && status < 400 && c.get("decidedBy")?.kind !== "rule") return;
    // The body limit returns its refusal instead of throwing it, so there may be no error.
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
  };
}
