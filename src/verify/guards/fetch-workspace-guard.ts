import { AssistantCloudAuthError } from "../../core/errors.ts";
import { createAuthorizer, type GuardOptions } from "../create-authorizer.ts";
import type { VerifiedWorkspace } from "../verified-workspace.ts";
import { requireFramework } from "./require-framework.ts";

/**
 * Returns a fetch handler for Next.js, Deno, Bun or Workers. The fetch handler calls `handler` only for requests with a
 * valid workspace token.
 *
 * The fetch handler responds to other requests with 401 and the challenge of RFC 6750 §3. If it cannot fetch the
 * issuer's keys, it responds with 503. With `whenUnavailable: "refuse"`, it also responds with 503 if the list of
 * revocations is missing or too old.
 *
 * @param options the issuer and other requirements, or an existing verifier
 * @param handler receives the request, the token's claims, and any further arguments that the server passes
 * @throws `configuration` for an invalid option, or if `handler` is not a function
 */
export function fetchWorkspaceGuard<Rest extends unknown[]>(
  options: GuardOptions,
  handler: (request: Request, workspace: VerifiedWorkspace, ...rest: Rest) => Response | Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const authorize = createAuthorizer(options);
  if (typeof handler !== "function") {
    throw new AssistantCloudAuthError("configuration", "The `handler` of fetchWorkspaceGuard() is not a function.", {
      remedy: "Pass the handler of the accepted requests as the second argument.",
    });
  }
  return async (request, ...rest) => {
    requireFramework(typeof request?.headers?.get === "function", "fetchWorkspaceGuard");
    const { workspace, refusal } = await authorize(request.headers.get("Authorization"));
    return refusal ? new Response(refusal.body, refusal) : handler(request, workspace, ...rest);
  };
}
