import { createJudge, type GuardOptions } from "../judge-authorization.ts";
import { keepWorkspace } from "./workspace-of.ts";

/** What is used of a Node request (`http.IncomingMessage`, Express's). */
export interface GuardedNodeRequest {
  readonly headers: { readonly authorization?: string | undefined };
}

/** What is used of a Node response (`http.ServerResponse`, Express's). */
export interface GuardedNodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/**
 * Makes a middleware for Express, Connect and others of the form `(request, response, next)`: only requests with a valid
 * workspace token pass, and `workspaceOf(request)` gives its claims.
 *
 * Others are answered 401 with the challenge of RFC 6750 §3, or 503 when the issuer's keys cannot be fetched.
 *
 * @throws `configuration` when an option is wrong
 */
export function expressWorkspaceGuard(
  options: GuardOptions,
): (request: GuardedNodeRequest, response: GuardedNodeResponse, next: (error?: unknown) => void) => void {
  const judge = createJudge(options);
  return (request, response, next) => {
    judge(request.headers.authorization).then(({ workspace, refusal }) => {
      if (!refusal) {
        keepWorkspace(request, workspace);
        next();
        return;
      }
      response.statusCode = refusal.status;
      for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
      response.end(refusal.body);
    }, next);
  };
}
