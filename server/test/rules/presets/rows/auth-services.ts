import { type PresetRows, tenant, user } from "./preset-row.ts";

/** Presets of services that only sign users in. */
export const authServices: PresetRows<
  "clerk" | "auth0" | "stytch" | "stytch-b2b" | "kinde" | "workos" | "logto" | "descope"
> = {
  clerk: [
    [
      "a Clerk JWT template",
      { domain: "clerk.example.com", audience: "assistant-ui", organization: true },
      {
        issuers: ["https://clerk.example.com"],
        jwksUrl: "https://clerk.example.com/.well-known/jwks.json",
        audiences: ["assistant-ui"],
        algorithms: ["RS256"],
        requiredClaims: { "sts?": "active" },
        workspace: `$\{org_id|o.id|o?}:${user}`,
      },
    ],
    [
      "Clerk without an audience",
      { domain: "https://happy-otter-12.clerk.accounts.dev/", anyAudience: true },
      {
        issuers: ["https://happy-otter-12.clerk.accounts.dev"],
        jwksUrl: "https://happy-otter-12.clerk.accounts.dev/.well-known/jwks.json",
        audiences: [],
        algorithms: ["RS256"],
        requiredClaims: { "sts?": "active" },
      },
    ],
    [
      "Clerk's session tokens",
      { domain: "clerk.example.com", authorizedParties: ["https://app.example.com"], organization: "o.id?" },
      {
        issuers: ["https://clerk.example.com"],
        jwksUrl: "https://clerk.example.com/.well-known/jwks.json",
        audiences: ["https://app.example.com"],
        audienceClaim: "azp",
        algorithms: ["RS256"],
        requiredClaims: { "sts?": "active" },
        workspace: `$\{o.id?}:${user}`,
      },
    ],
  ],
  auth0: [
    [
      "Auth0 with a trailing slash in the issuer",
      { domain: "tenant.eu.auth0.com", audience: "https://api.example.com" },
      {
        issuers: ["https://tenant.eu.auth0.com/"],
        jwksUrl: "https://tenant.eu.auth0.com/.well-known/jwks.json",
        audiences: ["https://api.example.com"],
        algorithms: ["RS256"],
      },
    ],
  ],
  stytch: [
    [
      "a live Stytch project with a custom domain",
      { projectId: `project-live-${tenant}`, customDomain: "login.example.com" },
      {
        issuers: [`stytch.com/project-live-${tenant}`, "https://api.stytch.com", "https://login.example.com"],
        jwksUrl: `https://api.stytch.com/v1/sessions/jwks/project-live-${tenant}`,
        audiences: [`project-live-${tenant}`],
        algorithms: ["RS256"],
      },
    ],
  ],
  "stytch-b2b": [
    [
      "a test project of Stytch B2B",
      { projectId: `project-test-${tenant}`, organization: true },
      {
        issuers: [`stytch.com/project-test-${tenant}`, "https://test.stytch.com"],
        jwksUrl: `https://test.stytch.com/v1/b2b/sessions/jwks/project-test-${tenant}`,
        audiences: [`project-test-${tenant}`],
        algorithms: ["RS256"],
        workspace: `$\{/https:~1~1stytch.com~1organization/organization_id}:${user}`,
      },
    ],
  ],
  kinde: [
    [
      "Kinde with a JWKS URL without .json",
      { domain: "acme.kinde.com", audience: ["https://api.example.com"], organization: true },
      {
        issuers: ["https://acme.kinde.com"],
        jwksUrl: "https://acme.kinde.com/.well-known/jwks",
        audiences: ["https://api.example.com"],
        algorithms: ["RS256"],
        workspace: `$\{org_code|org_codes?}:${user}`,
      },
    ],
    [
      "Kinde's ID tokens with the client in azp",
      { domain: "acme.kinde.com", clientId: "kinde-client" },
      {
        issuers: ["https://acme.kinde.com"],
        jwksUrl: "https://acme.kinde.com/.well-known/jwks",
        audiences: ["kinde-client"],
        audienceClaim: "azp",
        algorithms: ["RS256"],
      },
    ],
  ],
  workos: [
    [
      "WorkOS AuthKit with the client's own keys",
      { clientId: "client_01HXYZ", anyAudience: true },
      {
        issuers: [
          "https://api.workos.com/user_management/client_01HXYZ",
          "https://api.workos.com/sso/client_01HXYZ",
          "https://api.workos.com/convex/client_01HXYZ",
          "https://api.workos.com",
          "https://api.workos.com/",
        ],
        jwksUrl: "https://api.workos.com/sso/jwks/client_01HXYZ",
        audiences: [],
        algorithms: ["RS256"],
      },
    ],
  ],
  logto: [
    [
      "Logto",
      { endpoint: "https://acme.logto.app/", audience: "https://api.example.com", organization: true },
      {
        issuers: ["https://acme.logto.app/oidc"],
        jwksUrl: "https://acme.logto.app/oidc/jwks",
        audiences: ["https://api.example.com"],
        algorithms: ["ES384", "RS256"],
        workspace: `$\{organization_id|organizations?}:${user}`,
      },
    ],
    [
      "Logto with one organization in the audience",
      { endpoint: "https://acme.logto.app/", audience: "urn:logto:organization:org1" },
      {
        issuers: ["https://acme.logto.app/oidc"],
        jwksUrl: "https://acme.logto.app/oidc/jwks",
        audiences: ["urn:logto:organization:org1"],
        algorithms: ["ES384", "RS256"],
        workspace: `org1:${user}`,
      },
    ],
  ],
  descope: [
    [
      "Descope with a project id as issuer",
      { projectId: "P2abcdefghijklmnopqrstuvwxyz", anyAudience: true },
      {
        issuers: [
          "P2abcdefghijklmnopqrstuvwxyz",
          "https://api.descope.com/P2abcdefghijklmnopqrstuvwxyz",
          "https://api.descope.com/v1/apps/P2abcdefghijklmnopqrstuvwxyz",
        ],
        jwksUrl: "https://api.descope.com/P2abcdefghijklmnopqrstuvwxyz/.well-known/jwks.json",
        audiences: [],
        algorithms: ["RS256"],
      },
    ],
    [
      "Descope in the region of its project id",
      { projectId: "Peuc12abcdefghijklmnopqrstuvwxyz", audience: "assistant-ui" },
      {
        issuers: [
          "Peuc12abcdefghijklmnopqrstuvwxyz",
          "https://api.euc1.descope.com/Peuc12abcdefghijklmnopqrstuvwxyz",
          "https://api.euc1.descope.com/v1/apps/Peuc12abcdefghijklmnopqrstuvwxyz",
        ],
        jwksUrl: "https://api.euc1.descope.com/Peuc12abcdefghijklmnopqrstuvwxyz/.well-known/jwks.json",
        audiences: ["assistant-ui"],
        algorithms: ["RS256"],
      },
    ],
    [
      "Descope with another base URL",
      { projectId: "P2abcdefghijklmnopqrstuvwxyz", baseUrl: "https://api.euc1.descope.com/", audience: "assistant-ui" },
      {
        issuers: [
          "P2abcdefghijklmnopqrstuvwxyz",
          "https://api.euc1.descope.com/P2abcdefghijklmnopqrstuvwxyz",
          "https://api.euc1.descope.com/v1/apps/P2abcdefghijklmnopqrstuvwxyz",
          "https://api.descope.com/P2abcdefghijklmnopqrstuvwxyz",
          "https://api.descope.com/v1/apps/P2abcdefghijklmnopqrstuvwxyz",
        ],
        jwksUrl: "https://api.euc1.descope.com/P2abcdefghijklmnopqrstuvwxyz/.well-known/jwks.json",
        audiences: ["assistant-ui"],
        algorithms: ["RS256"],
      },
    ],
  ],
};
