import { findIdFault } from "../../../src/core/ids.ts";
import type { Identity } from "../base/identity.ts";
import { Refusal } from "../base/refusal.ts";
import { readClaim } from "../jwt/read-claim.ts";
import { fillWorkspaceTemplate } from "../rules/workspace-template.ts";
import { VISITOR_PREFIX } from "../visitors/visitor-prefix.ts";
import type { Principal } from "./principal.ts";

/** The user id in a workspace token that a backend requested without a user id. */
export const SYSTEM_USER_ID = "__SYSTEM__";

/**
 * Returns the user and workspace of an authenticated caller. If a backend sends no user id, the user is
 * {@link SYSTEM_USER_ID}. Throws a refusal if another id is missing, or if an id is invalid.
 */
export function decideWorkspace(principal: Principal): Identity {
  switch (principal.kind) {
    case "apiKey":
      return fromHeaders(principal.userId, principal.workspaceId);
    case "provider":
      return fromProvider(principal.claims, principal.rule.userClaim, principal.rule.workspace);
    case "workspace":
      return { userId: String(principal.claims["sub"]), workspaceId: String(principal.claims["workspace_id"]) };
    case "visitor":
      return { userId: principal.visitor.userId, workspaceId: principal.visitor.workspaceId };
    default:
      return principal satisfies never;
  }
}

function fromHeaders(userId: string | undefined, workspaceId: string | undefined): Identity {
  if (workspaceId === undefined) throw new Refusal("workspace_id_header_invalid", { problem: "is missing" });
  const workspaceFault = findHeaderFault(workspaceId);
  if (workspaceFault !== null) throw new Refusal("workspace_id_header_invalid", { problem: workspaceFault });
  const userFault = userId === undefined ? null : findHeaderFault(userId);
  if (userFault !== null) throw new Refusal("user_id_header_invalid", { problem: userFault });
  return { userId: userId ?? SYSTEM_USER_ID, workspaceId };
}

function fromProvider(claims: Readonly<Record<string, unknown>>, userClaim: string, template: string): Identity {
  const userId = readClaim(claims, userClaim);
  if (userId === undefined && userClaim === "sub") throw new Refusal("token_subject_missing");
  const userFault = findFault(userId);
  if (userFault !== null || typeof userId !== "string") {
    throw new Refusal("user_id_invalid", { claim: userClaim, problem: userFault ?? "" });
  }
  const workspaceId = fillWorkspaceTemplate(template, claims);
  const workspaceFault = findFault(workspaceId);
  if (workspaceFault !== null) throw new Refusal("workspace_id_invalid", { claim: template, problem: workspaceFault });
  return { userId, workspaceId };
}

/**
 * Returns the problem with an id from a header; null if the id is valid. `Headers` joins the values of a repeated
 * header with a comma. If the request contains the header twice and the second value is empty, the id ends with a
 * comma.
 */
const findHeaderFault = (id: string) => (id.endsWith(",") ? "must be sent once" : findFault(id));

function findFault(id: unknown): string | null {
  const fault = findIdFault(id);
  if (fault !== null || typeof id !== "string") return fault;
  // A provider's user with a reserved id could act as an anonymous visitor or as the system.
  const isReserved = id.startsWith(VISITOR_PREFIX) || ["__SYSTEM__", "__OTLP__", "usr_deleted"].includes(id);
  return isReserved ? "is reserved" : null;
}
