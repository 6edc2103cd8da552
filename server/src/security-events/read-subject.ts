import { findIdFault } from "../../../src/core/ids.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import { VISITOR_PREFIX } from "../visitors/visitor-prefix.ts";
import { deliveryRefusal, isObject } from "./read-security-event.ts";

/**
 * Returns the user id in the `sub_id` of a security event (RFC 9493 §3). Accepts the formats `opaque`, `iss_sub` and
 * `complex`. Rejects all others, such as `email`. For `iss_sub`, the `iss` must be an issuer of the auth rule, and the
 * rule's user claim must be `sub`. In `complex`, the function reads only the member `user`.
 *
 * Throws `security_event_refused`.
 */
export function readSubject(given: unknown, rule: Pick<AuthRule, "issuers" | "userClaim">): string {
  if (!isObject(given)) throw refused("sub_id is missing.");
  const { format } = given;
  if (format === "complex") return readSimple(given["user"], rule);
  return readSimple(given, rule);
}

/** Returns the user id of a subject identifier that is not `complex`. */
function readSimple(given: unknown, rule: Pick<AuthRule, "issuers" | "userClaim">): string {
  if (!isObject(given)) throw refused("sub_id names no user.");
  switch (given["format"]) {
    case "opaque":
      return checked(given["id"]);
    case "iss_sub":
      if (typeof given["iss"] !== "string" || !rule.issuers.includes(given["iss"])) {
        throw deliveryRefusal("invalid_issuer", "sub_id names an issuer that is not the auth rule's.");
      }
      if (rule.userClaim !== "sub") {
        throw refused(`The auth rule reads users from ${rule.userClaim}. Send sub_id in the format opaque.`);
      }
      return checked(given["sub"]);
    default:
      throw refused("The format of sub_id must be iss_sub, opaque, or complex with a user.");
  }
}

function checked(id: unknown): string {
  const fault = findIdFault(id);
  if (fault !== null || typeof id !== "string") throw refused(`The id in sub_id ${fault}.`);
  // Security events of a provider must not sign out anonymous visitors.
  if (id.startsWith(VISITOR_PREFIX)) throw refused("The id in sub_id is reserved.");
  return id;
}

const refused = (problem: string) => deliveryRefusal("invalid_request", problem);
