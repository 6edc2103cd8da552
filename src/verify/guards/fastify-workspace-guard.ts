import { createJudge, type GuardOptions } from "../judge-authorization.ts";
import type { GuardedNodeRequest } from "./express-workspace-guard.ts";
import { keepWorkspace } from "./workspace-of.ts";

/** What is used of Fastify's reply. */
export interface GuardedFastifyReply {
  code(status: number): unknown;
  headers(values: Record<string, string>): unknown;
  send(body: string): unknown;
}

/**
 * Makes a hook for Fastify, as `onRequest` or `preHandler`: only requests with a valid workspace token pass, and
 * `workspaceOf(request)` gives its claims.
 *
 * Others are answered 401 with the challenge of RFC 6750 §3, or 503 when the issuer's keys cannot be fetched.
 *
 * @throws `configuration` when an option is wrong
 */
export function fastifyWorkspaceGuard(
  options: GuardOptions,
): (request: GuardedNodeRequest, reply: GuardedFastifyReply) => Promise<unknown> {
  const judge = createJudge(options);
  return async (request, reply) => {
    const { workspace, refusal } = await judge(request.headers.authorization);
    if (!refusal) {
      keepWorkspace(request, workspace);
      return undefined;
    }
    reply.code(refusal.status);
    reply.headers({ ...refusal.headers });
    // To be given back, so that Fastify knows that the hook has answered.
    return reply.send(refusal.body);
  };
}
