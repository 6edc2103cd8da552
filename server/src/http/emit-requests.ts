import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AuthorityEventListener } from "../events/authority-event.ts";
import { plainMethod, plainPath } from "../events/plain-path.ts";
import { routeNameOf } from "../events/route-name.ts";
import { readTraceParent } from "../events/trace-parent.ts";
import type { DecisionVariables } from "./record-decisions.ts";
import { answerTo } from "./refusal-answers.ts";

/**
 * Creates a middleware that emits a `request` event for each response. It reads only the method, the path and the
 * `traceparent` header of the request.
 */
export function emitRequests(project: string, emit: AuthorityEventListener): MiddlewareHandler<DecisionVariables> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const { method, path } = c.req;
    emit({
      type: "request",
      project,
      method: plainMethod(method),
      path: plainPath(path),
      route: routeNameOf(method, path),
      httpRoute: routePath(c, -1),
      traceParent: readTraceParent(c.req.raw.headers),
      status: c.res.status,
      durationMs: performance.now() - start,
      code: c.error === undefined ? null : answerTo(c.error).code,
      by: c.get("decidedBy") ?? null,
    });
  };
}
