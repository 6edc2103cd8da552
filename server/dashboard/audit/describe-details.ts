import type { AuditAnswer } from "../../src/admin/admin-api.ts";

/** What an entry says beside its target: a name, the origins that are allowed now, or by which way somebody came. */
export function describeDetails(details: AuditAnswer["entries"][number]["details"]): string {
  const { name, origins, by } = details;
  if (typeof name === "string") return name;
  if (by === "openid") return "by the team’s OpenID provider";
  if (Array.isArray(origins)) return origins.length === 0 ? "none are stored" : origins.join(", ");
  return "";
}
