import type { MiddlewareHandler } from "hono";
import { readBearer } from "../../core/protocol.ts";
import { REALM } from "../http/respond.ts";
import { TokenVerificationError } from "./token-verification-error.ts";
import type { VerifiedWorkspace } from "./verified-workspace.ts";
import { createWorkspaceTokenVerifier, type VerifyOptions } from "./verify-workspace-token.ts";

/**
 * Makes a Hono middleware that lets only requests with a valid workspace token pass, and sets `c.var.workspace` to its claims.
 *
 * Others are answered 401 with the challenge of RFC 6750 §3, or 503 when the issuer's keys cannot be fetched.
 *
 * @throws `invalid_setting` when an option is wrong
 */
export function requireWorkspaceToken(
  options: VerifyOptions,
): MiddlewareHandler<{ Variables: { workspace: VerifiedWorkspace } }> {
  const verify = createWorkspaceTokenVerifier(options);
  return async (c, next) => {
    try {
      c.set("workspace", await verify(readBearer(c.req.header("Authorization")) ?? ""));
    } catch (error) {
      if (!(error instanceof TokenVerificationError)) throw error;
      return refusal(error);
    }
    await next();
    return undefined;
  };
}

function refusal({ code, status, message }: TokenVerificationError): Response {
  const headers = new Headers({ "Cache-Control": "no-store" });
  if (status === 503) headers.set("Retry-After", "5");
  else headers.set("WWW-Authenticate", challenge(code, message));
  return Response.json({ error: message, code, message }, { status, headers });
}

function challenge(code: string, message: string): string {
  const bare = `Bearer realm="${REALM}"`;
  // Who sent no credential is told no error (RFC 6750 §3.1).
  return code === "missing_token" ? bare : `${bare}, error="invalid_token", error_description="${message}"`;
}
