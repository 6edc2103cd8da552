import { createAuthorizer, type GuardOptions } from "../create-authorizer.ts";
import { setWorkspace } from "./workspace-of.ts";

/** The part of a Node request that the guard reads: of `http.IncomingMessage` or Express's request. */
export interface GuardedNodeRequest {
  readonly headers: { readonly authorization?: string | undefined };
}

/** The part of a Node response that the guard writes: of `http.ServerResponse` or Express's response. */
export interface GuardedNodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/**
 * Creates a middleware for Express, Connect and others of the form `(request, response, next)`. It accepts only
 * requests with a valid workspace token; later handlers get the token's claims from `workspaceOf(request)`.
 *
 * It responds to other requests with 401 and the challenge of RFC 6750 §3, or with 503 when the issuer's keys or list
 * of revocations cannot be fetched.
 *
 * @param options the issuer and other requirements, or an existing verifier
 * @throws `configuration` for an invalid option
 */
export function expressWorkspaceGuard(
  options: GuardOptions,
): (request: GuardedNodeRequest, response: GuardedNodeResponse, next: (error?: unknown) => void) => void {
  const authorize = createAuthorizer(options);
  return (request, response, next) => {
    authorize(request.headers.authorization).then(({ workspace, refusal }) => {
      if (!refusal) {
        setWorkspace(request, workspace);
        next();
        return;
      }
      response.statusCode = refusal.status;
      for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
      response.end(refusal.body);
    }, next);
  };
}
