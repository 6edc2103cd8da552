import { createAuthorizer, type GuardOptions } from "../create-authorizer.ts";
import type { GuardedNodeRequest } from "./express-workspace-guard.ts";
import { requireFramework } from "./require-framework.ts";
import { setWorkspace } from "./workspace-of.ts";

/** The part of Fastify's reply that the guard uses. */
export interface GuardedFastifyReply {
  code(status: number): unknown;
  headers(values: Record<string, string>): unknown;
  send(body: string): unknown;
}

/**
 * Creates an `onRequest` or `preHandler` hook for Fastify. It accepts only requests with a valid workspace token. Later
 * handlers get the token's claims from `workspaceOf(request)`.
 *
 * The hook responds to other requests with 401 and the challenge of RFC 6750 §3. If it cannot fetch the issuer's keys,
 * it responds with 503. With `whenUnavailable: "refuse"`, it also responds with 503 if the list of revocations is
 * missing or too old.
 *
 * @param options the issuer and other requirements, or an existing verifier
 * @throws `configuration` for an invalid option
 */
export function fastifyWorkspaceGuard(
  options: GuardOptions,
): (request: GuardedNodeRequest, reply: GuardedFastifyReply) => Promise<unknown> {
  const authorize = createAuthorizer(options);
  return async (request, reply) => {
    requireFramework(typeof reply?.code === "function", "fastifyWorkspaceGuard");
    const { workspace, refusal } = await authorize(request.headers.authorization);
    if (!refusal) {
      setWorkspace(request, workspace);
      return undefined;
    }
    reply.code(refusal.status);
    reply.headers({ ...refusal.headers });
    // Fastify requires an async hook that has sent a reply to return it.
    return reply.send(refusal.body);
  };
}
