import type { DecidedBy } from "../events/decision.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import type { Visitor } from "../visitors/visitors.ts";

/**
 * The caller of a request after authentication. A backend sends an API key. A user sends a provider's ID token or a
 * workspace token. An anonymous visitor sends a refresh token, except on the first visit.
 */
export type Principal =
  | {
      readonly kind: "apiKey";
      readonly keyId: string;
      readonly userId: string | undefined;
      readonly workspaceId: string | undefined;
    }
  | { readonly kind: "provider"; readonly rule: AuthRule; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: "workspace"; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: "visitor"; readonly visitor: Visitor };

export type PrincipalKind = Principal["kind"];

/**
 * Returns the auth rule that accepted the caller's ID token, or the API key that the caller sent. Returns undefined for
 * a workspace token and for a visitor.
 */
export function decidedBy(principal: Principal): DecidedBy | undefined {
  if (principal.kind === "apiKey") return { kind: "api_key", id: principal.keyId };
  if (principal.kind !== "provider") return undefined;
  const { id, name } = principal.rule;
  return { kind: "rule", id, name };
}
