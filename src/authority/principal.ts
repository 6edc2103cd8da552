import type { AuthRule } from "./rules/auth-rule.ts";
import type { Visitor } from "./visitors/visitor-log.ts";

/** Who is calling, once that is proven. */
export type Principal =
  | { readonly kind: "apiKey"; readonly userId: string | undefined; readonly workspaceId: string | undefined }
  | { readonly kind: "provider"; readonly rule: AuthRule; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: "workspace"; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: "visitor"; readonly visitor: Visitor };

export type PrincipalKind = Principal["kind"];
