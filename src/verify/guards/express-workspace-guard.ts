import { createAuthorizer, type GuardOptions } from "../create-authorizer.ts";
import { requireFramework } from "./require-framework.ts";
import { setWorkspace } from "./workspace-of.ts";

/** The part of a Node or Express request that the guard reads. */
export interface GuardedNodeRequest {
  readonly headers: { readonly authorization?: string | undefined };
}

/** The part of a Node or Express response that the guard writes. */
export interface GuardedNodeResponse {
  statusCode: number;
  readonly headersSent?: boolean;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/**
 * Creates a middleware `(request, response, next)` for Express, Connect and similar frameworks. It accepts only
 * requests with a valid workspace token. Later handlers get the token's claims from `workspaceOf(request)`.
 *
 * The middleware responds to other requests with 401 and the challenge of RFC 6750 §3. If it cannot fetch the issuer's
 * keys, it responds with 503. With `whenUnavailable: "refuse"`, it also responds with 503 if the list of revocations is
 * missing or too old.
 *
 * @param options the issuer and other requirements, or an existing verifier
 * @throws `configuration` for an invalid option
 */
export function expressWorkspaceGuard(
  options: GuardOptions,
): (request: GuardedNodeRequest, response: GuardedNodeResponse, next: (error?: unknown) => void) => void {
  const authorize = createAuthorizer(options);
  return (request, response, next) => {
    requireFramework(typeof next === "function" && typeof response?.setHeader === "function", "expressWorkspaceGuard");
    authorize(request.headers.authorization)
      .then(({ workspace, refusal }) => {
        if (!refusal) {
          setWorkspace(request, workspace);
          return true;
        }
        // Another middleware, such as a timeout, may already have answered.
        if (response.headersSent) return false;
        response.statusCode = refusal.status;
        for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
        response.end(refusal.body);
        return false;
      })
      // An error that `next` itself throws must not call `next` again.
      .then((isAccepted) => isAccepted && next(), next);
  };
}
