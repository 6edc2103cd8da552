import { AssistantCloudAuthError } from "../../core/errors.ts";
import type { VerifiedWorkspace } from "../verified-workspace.ts";

const workspaces = new WeakMap<object, VerifiedWorkspace>();

/**
 * Stores the claims of a request's token outside the request object. A client or a middleware therefore cannot
 * overwrite them.
 */
export function setWorkspace(request: object, workspace: VerifiedWorkspace): void {
  workspaces.set(request, workspace);
}

/**
 * Returns the claims of a request's workspace token.
 *
 * @param request Express's or Fastify's request, in a handler after the guard
 * @throws `configuration` when no guard has accepted this request
 */
export function workspaceOf(request: object): VerifiedWorkspace {
  const workspace = workspaces.get(request);
  if (workspace !== undefined) return workspace;
  throw new AssistantCloudAuthError("configuration", "No guard has accepted this request.", {
    remedy:
      "Put expressWorkspaceGuard or fastifyWorkspaceGuard before this route, and pass the route's request to workspaceOf().",
  });
}
