import type { MiddlewareHandler } from "hono";
import { createJudge } from "./judge-authorization.ts";
import type { VerifiedWorkspace } from "./verified-workspace.ts";
import type { VerifyOptions } from "./verify-workspace-token.ts";

/**
 * Makes a Hono middleware that lets only requests with a valid workspace token pass, and sets `c.var.workspace` to its claims.
 *
 * Others are answered 401 with the challenge of RFC 6750 §3, or 503 when the issuer's keys cannot be fetched.
 *
 * @throws `configuration` when an option is wrong
 */
export function requireWorkspaceToken(
  options: VerifyOptions,
): MiddlewareHandler<{ Variables: { workspace: VerifiedWorkspace } }> {
  const judge = createJudge(options);
  return async (c, next) => {
    const { workspace, refusal } = await judge(c.req.header("Authorization"));
    if (refusal) return new Response(refusal.body, refusal);
    c.set("workspace", workspace);
    await next();
    return undefined;
  };
}
