import { AssistantCloudAuthError } from "../../core/errors.ts";
import type { VerifiedWorkspace } from "../verified-workspace.ts";

const workspaces = new WeakMap<object, VerifiedWorkspace>();

/** Keeps whose request it is, beside the request: nothing that a client or another middleware sets can stand in its place. */
export function keepWorkspace(request: object, workspace: VerifiedWorkspace): void {
  workspaces.set(request, workspace);
}

/**
 * Gives the claims of the token with which a request came.
 *
 * @param request Express's or Fastify's request, past the guard
 * @throws `configuration` when no guard has let this request pass
 */
export function workspaceOf(request: object): VerifiedWorkspace {
  const workspace = workspaces.get(request);
  if (workspace !== undefined) return workspace;
  throw new AssistantCloudAuthError("configuration", "No guard has let this request pass.", {
    remedy:
      "Put expressWorkspaceGuard or fastifyWorkspaceGuard before this route, and pass the route's own request to workspaceOf().",
  });
}
