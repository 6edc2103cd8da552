import type { ProviderName } from "../rules/presets/provider-inputs.ts";

type Claims = Readonly<Record<string, unknown>>;

const BY_ISSUER: readonly [RegExp, ProviderName][] = [
  [/\.clerk\.accounts\.(dev|com)$|^https:\/\/clerk\./, "clerk"],
  [/\.auth0\.com\/?$/, "auth0"],
  [/\.supabase\.(co|in)\/?|\/auth\/v1\/?$|^supabase$/, "supabase"],
  [/securetoken\.google\.com|session\.firebase\.google\.com/, "firebase"],
  [/^stytch\.com\/|\.stytch\.com$/, "stytch"],
  [/\.kinde\.com$/, "kinde"],
  [/api\.workos\.com/, "workos"],
  [/\.logto\.app\//, "logto"],
  [/api\.([a-z0-9]+\.)?descope\.com|^P[A-Za-z0-9]{26,40}$/, "descope"],
  [/\/realms\/[^/]+$/, "keycloak"],
  [/^https:\/\/cognito-idp\./, "cognito"],
  [/login\.microsoftonline\.com|sts\.windows\.net/, "entra"],
  [/^(https:\/\/)?accounts\.google\.com$/, "google"],
];

/** Whose token this most likely is, for hints alone: nothing is decided by it. */
export function guessProvider(payload: Claims, ofRule: string | null = null): string | null {
  const { iss } = payload;
  const found = typeof iss === "string" ? BY_ISSUER.find(([pattern]) => pattern.test(iss))?.[1] : undefined;
  // Custom domains tell nothing; the rule's preset does.
  return found ?? (ofRule === "oidc" ? null : ofRule);
}
