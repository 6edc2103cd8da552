import type { PresetInfo } from "../../../src/admin/admin-api.ts";

const LABELS: Readonly<Record<string, string>> = {
  algorithms: "Algorithms",
  audience: "Audience",
  authorizedParties: "Authorized parties",
  baseUrl: "Base URL",
  clientId: "Client ID",
  customDomain: "Custom domain",
  domain: "Domain",
  endpoint: "Endpoint",
  issuer: "Issuer",
  jwksUrl: "JWKS endpoint",
  projectId: "Project ID",
  projectRef: "Project reference",
  realm: "Realm",
  tenantId: "Tenant ID",
  tokenUse: "Token",
  url: "URL",
  userPoolId: "User pool ID",
};

/** Labels that a provider's own page calls otherwise. */
const OWN_LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  clerk: { domain: "Issuer" },
  supabase: { url: "Project URL" },
};

/** How an input is called; undefined for one that is not known. */
export function labelOf(provider: string, field: string): string | undefined {
  return OWN_LABELS[provider]?.[field] ?? LABELS[field];
}

/** Whether a provider shows its JWKS endpoint beside its issuer, so that it is asked for as well. */
export const hasOwnEndpoint = ({ provider }: Pick<PresetInfo, "provider">): boolean => provider === "clerk";

/** What an input may hold where there is a choice. */
export const CHOICES: Readonly<Record<string, readonly { value: string; label: string }[]>> = {
  tokenUse: [
    { value: "", label: "ID token" },
    { value: "access", label: "Access token" },
  ],
};

/** What to do at the provider first, a line a step; empty where the hints beside the inputs say it all. */
export const STEPS: Readonly<Record<string, readonly string[]>> = {
  clerk: [
    "In Clerk's dashboard, under Configure, open JWT templates and create a blank template named `assistant-ui`.",
    'Enter `{"aud": "assistant-ui"}` as its claims, save it, and leave all else as it is.',
    "Copy its Issuer and its JWKS Endpoint into the inputs below; the audience is `assistant-ui`.",
  ],
};
