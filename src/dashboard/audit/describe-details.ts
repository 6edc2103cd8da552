import type { AuditAnswer } from "../../authority/admin/admin-api.ts";

/** What an entry says beside its target: a name, or the origins that are allowed now. */
export function describeDetails(details: AuditAnswer["entries"][number]["details"]): string {
  const { name, origins } = details;
  if (typeof name === "string") return name;
  if (Array.isArray(origins)) return origins.length === 0 ? "none are stored" : origins.join(", ");
  return "";
}
