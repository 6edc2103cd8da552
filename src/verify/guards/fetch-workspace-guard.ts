import { createJudge, type GuardOptions } from "../judge-authorization.ts";
import type { VerifiedWorkspace } from "../verified-workspace.ts";

/**
 * Puts a guard before a fetch handler, as of Next.js, Deno, Bun or Workers: the handler only gets requests with a valid
 * workspace token, and whose they are.
 *
 * Others are answered 401 with the challenge of RFC 6750 §3, or 503 when the issuer's keys cannot be fetched.
 *
 * @param handler gets the request, the token's claims, and what else the server hands over
 * @throws `configuration` when an option is wrong
 */
export function fetchWorkspaceGuard<Rest extends unknown[]>(
  options: GuardOptions,
  handler: (request: Request, workspace: VerifiedWorkspace, ...rest: Rest) => Response | Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const judge = createJudge(options);
  return async (request, ...rest) => {
    const { workspace, refusal } = await judge(request.headers.get("Authorization"));
    return refusal ? new Response(refusal.body, refusal) : handler(request, workspace, ...rest);
  };
}
