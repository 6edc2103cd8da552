import type { ProviderInputs, ProviderName } from "assistant-cloud-server";
import { presetRows } from "../../../server/test/rules/presets/preset-rows.ts";

/**
 * A simulated provider: the format of its tokens, and the settings that an operator copies from the provider's
 * dashboard.
 */
interface ProviderFixture<P extends ProviderName> {
  input: ProviderInputs[P];
  algorithm: string;
  /** The claims that the provider adds to `iss`, `aud`, `iat` and `exp` in every token. Default: none. */
  claims?: Record<string, unknown>;
  /** The `aud` of the provider's tokens; null for tokens without `aud`. Default: the auth rule's first audience. */
  audience?: string | string[] | null;
}

const stytchProject = "project-test-11111111-2222-4333-8444-555555555555";
const stytchB2bProject = "project-test-66666666-7777-4888-9999-000000000000";
const entraTenant = "11111111-2222-4333-8444-555555555555";

/**
 * The values that replace the defaults of {@link providerFixtures}. Organizations are enabled for every provider that
 * supports organizations.
 */
const overrides: { readonly [P in ProviderName]?: Partial<ProviderFixture<P>> } = {
  clerk: {
    input: { domain: "happy-otter-12.clerk.accounts.dev", audience: "assistant-ui", organization: true },
    claims: { azp: "http://localhost:3000" },
  },
  auth0: {
    input: { domain: "tenant.eu.auth0.com", audience: ["https://api.example.com", "auth0-client"], organization: true },
    audience: ["https://api.example.com", "https://tenant.eu.auth0.com/userinfo"],
    claims: { azp: "auth0-client", scope: "openid profile email" },
  },
  supabase: {
    input: { projectRef: "abcdefghijklmnopqrst", organization: true },
    claims: { role: "authenticated", aal: "aal1", is_anonymous: false, session_id: "session-1", app_metadata: {} },
  },
  firebase: {
    input: { projectId: "my-app-1a2b3", organization: "firebase.tenant?" },
    claims: { firebase: { identities: {}, sign_in_provider: "password" } },
  },
  stytch: {
    input: { projectId: stytchProject },
    claims: { "https://stytch.com/session": { id: "session-test-1", authentication_factors: [] } },
  },
  "stytch-b2b": {
    input: { projectId: stytchB2bProject, organization: true },
    claims: {
      "https://stytch.com/session": { id: "member-session-test-1", authentication_factors: [] },
      "https://stytch.com/organization": { organization_id: "organization-test-1", slug: "acme" },
    },
  },
  kinde: {
    input: { domain: "acme.kinde.com", audience: ["https://api.example.com", "kinde-client"], organization: true },
    audience: ["https://api.example.com"],
    claims: { azp: "kinde-client", scp: ["openid", "profile"] },
  },
  workos: {
    input: { clientId: "client_01HXYZ", organization: true, anyAudience: true },
    audience: null,
    claims: { sid: "session_01", role: "member" },
  },
  logto: {
    input: {
      endpoint: "https://acme.logto.app",
      audience: ["https://api.example.com", "logto-app"],
      organization: true,
    },
    claims: { client_id: "logto-app", scope: "" },
  },
  descope: {
    input: { projectId: "P2abcdefghijklmnopqrstuvwxyz", organization: true, anyAudience: true },
    audience: null,
    claims: { amr: ["email"], drn: "DS" },
  },
  "better-auth": {
    input: { url: "https://app.example.com", organization: true },
  },
  keycloak: {
    input: { url: "https://auth.example.com", realm: "acme", audience: "assistant-ui", organization: "org_id?" },
    audience: ["assistant-ui", "account"],
    claims: { azp: "assistant-ui", typ: "Bearer" },
  },
  cognito: {
    input: { userPoolId: "eu-west-1_AbCdEf123", clientId: "1h57kf5cpq17m0eml12example", organization: true },
    claims: { token_use: "id", "cognito:username": "ada" },
  },
  entra: {
    input: { tenantId: entraTenant, clientId: "66666666-7777-4888-9999-000000000000", organization: true },
    claims: { tid: entraTenant, ver: "2.0", sub: "pairwise-1" },
  },
  google: {
    input: { clientId: "1234567890-abc.apps.googleusercontent.com", organization: true },
    claims: { azp: "1234567890-abc.apps.googleusercontent.com", email_verified: true },
  },
  oidc: {
    input: {
      issuer: "https://id.example.com",
      jwksUrl: "https://id.example.com/jwks",
      audience: "my-app",
      organization: "org?",
    },
  },
};

/**
 * The simulated provider of each preset. The default settings and algorithm come from the preset's first row in
 * {@link presetRows}.
 */
export const providerFixtures = Object.fromEntries(
  Object.entries(presetRows).map(([provider, [[, input, { algorithms }]]]) => [
    provider,
    { input, algorithm: algorithms[0], ...overrides[provider as ProviderName] },
  ]),
) as { readonly [P in ProviderName]: ProviderFixture<P> };
