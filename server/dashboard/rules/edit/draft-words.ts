import type { DraftField } from "./merge-drafts.ts";

/** How each field of a rule is called. */
export const DRAFT_LABELS: Readonly<Record<DraftField, string>> = {
  name: "Name",
  provider: "Provider",
  issuer: "Issuer",
  jwksUrl: "JWKS endpoint",
  audience: "Audience",
  audienceClaim: "Audience claim",
  anyAudience: "Any audience",
  algorithms: "Algorithms",
  userClaim: "User claim",
  workspace: "Workspace",
  requiredClaims: "Required claims",
  enabled: "Enabled",
};

/** A field's value as a text to show. */
export function showDraftValue(value: string | boolean | readonly string[]): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = typeof value === "string" ? value.split("\n").join(", ") : value.join(", ");
  return text === "" ? "nothing" : text;
}
