import { AssistantCloudAuthError } from "../../core/errors.ts";

/**
 * Throws `configuration` if a framework has called the guard of another framework. The guard would otherwise fail with a
 * `TypeError`, or would refuse every request.
 *
 * @param fits whether the arguments have the form that the guard expects
 * @param guard the name of the guard, for the message
 */
export function requireFramework(fits: boolean, guard: string): void {
  if (fits) return;
  throw new AssistantCloudAuthError("configuration", `${guard}() is the guard of another framework.`, {
    remedy:
      "Use requireWorkspaceToken() in Hono, expressWorkspaceGuard() in Express, fastifyWorkspaceGuard() in Fastify, and fetchWorkspaceGuard() for handlers of a Request.",
  });
}
