import { createAuthorizer, type GuardOptions } from "./create-authorizer.ts";
import { requireFramework } from "./guards/require-framework.ts";
import type { VerifiedWorkspace } from "./verified-workspace.ts";

/**
 * The variables that {@link requireWorkspaceToken} sets. Declare them with `new Hono<{ Variables: WorkspaceVariables
 * }>()`.
 */
export interface WorkspaceVariables {
  workspace: VerifiedWorkspace;
}

/** The part of Hono's `Context` that {@link requireWorkspaceToken} uses. */
export interface GuardedHonoContext {
  readonly req: { header(name: string): string | undefined };
  set(name: keyof WorkspaceVariables, value: VerifiedWorkspace): void;
}

/**
 * Creates a Hono middleware that accepts only requests with a valid workspace token. It sets `c.var.workspace` to the
 * token's claims.
 *
 * The middleware responds to other requests with 401 and the challenge of RFC 6750 §3. If it cannot fetch the issuer's
 * keys, it responds with 503. With `whenUnavailable: "refuse"`, it also responds with 503 if the list of revocations is
 * missing or too old.
 *
 * Hono infers variables only from its own types. Declare them on the app (`new Hono<{ Variables: WorkspaceVariables
 * }>()`) or on the middleware (`createMiddleware<{ Variables: WorkspaceVariables }>(requireWorkspaceToken(options))`).
 *
 * @param options the issuer and other requirements, or an existing verifier
 * @throws `configuration` for an invalid option
 */
export function requireWorkspaceToken(
  options: GuardOptions,
): (c: GuardedHonoContext, next: () => Promise<void>) => Promise<Response | undefined> {
  const authorize = createAuthorizer(options);
  return async (c, next) => {
    requireFramework(typeof c?.req?.header === "function", "requireWorkspaceToken");
    const { workspace, refusal } = await authorize(c.req.header("Authorization"));
    if (refusal) return new Response(refusal.body, refusal);
    c.set("workspace", workspace);
    await next();
    return undefined;
  };
}
