import type { ProviderInputs, ProviderName } from "assistant-cloud-server";

export const tenant = "11111111-2222-4333-8444-555555555555";
export const client = "66666666-7777-4888-9999-000000000000";
const user = "$" + "{sub}";

interface Expected {
  issuers: string[];
  jwksUrl: string;
  audiences: string[];
  algorithms: string[];
  audienceClaim?: string;
  requiredClaims?: object;
  userClaim?: string;
  workspace?: string;
}

type Row<P extends ProviderName> = readonly [what: string, input: ProviderInputs[P], rule: Expected];

/**
 * The exact rule that each preset must create from an input. In the integration tests, the first row of a preset also
 * configures the simulated provider.
 */
export const presetRows: { readonly [P in ProviderName]: readonly [Row<P>, ...Row<P>[]] } = {
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
  supabase: [
    [
      "a Supabase project",
      { projectRef: "abcdefghijklmnopqrst", organization: true },
      {
        issuers: ["https://abcdefghijklmnopqrst.supabase.co/auth/v1"],
        jwksUrl: "https://abcdefghijklmnopqrst.supabase.co/auth/v1/.well-known/jwks.json",
        audiences: ["authenticated"],
        algorithms: ["ES256", "RS256"],
        workspace: `$\{app_metadata.org_id?}:${user}`,
      },
    ],
    [
      "a Supabase project by URL",
      { url: "https://db.example.com/auth/v1/" },
      {
        issuers: ["https://db.example.com/auth/v1"],
        jwksUrl: "https://db.example.com/auth/v1/.well-known/jwks.json",
        audiences: ["authenticated"],
        algorithms: ["ES256", "RS256"],
      },
    ],
  ],
  firebase: [
    [
      "a Firebase project",
      { projectId: "my-app-1a2b3" },
      {
        issuers: ["https://securetoken.google.com/my-app-1a2b3"],
        jwksUrl: "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
        audiences: ["my-app-1a2b3"],
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
  "better-auth": [
    [
      "Better Auth with its origin as issuer and audience",
      { url: "https://app.example.com" },
      {
        issuers: ["https://app.example.com"],
        jwksUrl: "https://app.example.com/api/auth/jwks",
        audiences: ["https://app.example.com"],
        algorithms: ["EdDSA", "ES256", "RS256", "PS256", "ES512"],
      },
    ],
    [
      "Better Auth with a custom issuer and JWKS URL",
      {
        url: "https://app.example.com",
        issuer: "https://id.example.com",
        jwksUrl: "https://keys.example.com/jwks.json",
      },
      {
        issuers: ["https://id.example.com"],
        jwksUrl: "https://keys.example.com/jwks.json",
        audiences: ["https://app.example.com"],
        algorithms: ["EdDSA", "ES256", "RS256", "PS256", "ES512"],
      },
    ],
    [
      "Better Auth with another path",
      { url: "https://app.example.com/auth", audience: "cloud" },
      {
        issuers: ["https://app.example.com"],
        jwksUrl: "https://app.example.com/auth/jwks",
        audiences: ["cloud"],
        algorithms: ["EdDSA", "ES256", "RS256", "PS256", "ES512"],
      },
    ],
  ],
  keycloak: [
    [
      "Keycloak",
      { url: "https://auth.example.com/", realm: "acme", audience: "assistant-ui" },
      {
        issuers: ["https://auth.example.com/realms/acme"],
        jwksUrl: "https://auth.example.com/realms/acme/protocol/openid-connect/certs",
        audiences: ["assistant-ui"],
        algorithms: ["RS256", "ES256", "PS256", "EdDSA"],
      },
    ],
  ],
  cognito: [
    [
      "Cognito's ID tokens",
      { userPoolId: "eu-west-1_AbCdEf123", clientId: "client1" },
      {
        issuers: [
          "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123",
          "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123",
        ],
        jwksUrl: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123/.well-known/jwks.json",
        audiences: ["client1"],
        algorithms: ["RS256"],
        requiredClaims: { token_use: "id" },
      },
    ],
    [
      "Cognito's access tokens",
      { userPoolId: "us-gov-west-1_AbCdEf123", clientId: ["client1", "client2"], tokenUse: "access" },
      {
        issuers: [
          "https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbCdEf123",
          "https://issuer-cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbCdEf123",
        ],
        jwksUrl: "https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbCdEf123/.well-known/jwks.json",
        audiences: ["client1", "client2"],
        audienceClaim: "client_id",
        algorithms: ["RS256"],
        requiredClaims: { token_use: "access" },
      },
    ],
    [
      "a Cognito user pool in China",
      { userPoolId: "cn-north-1_AbCdEf123", clientId: "client1" },
      {
        issuers: [
          "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEf123",
          "https://issuer-cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEf123",
        ],
        jwksUrl: "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEf123/.well-known/jwks.json",
        audiences: ["client1"],
        algorithms: ["RS256"],
        requiredClaims: { token_use: "id" },
      },
    ],
  ],
  entra: [
    [
      "Entra with oid as the user claim",
      { tenantId: tenant, clientId: client.toUpperCase(), organization: true },
      {
        issuers: [`https://login.microsoftonline.com/${tenant}/v2.0`],
        jwksUrl: `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`,
        audiences: [client],
        algorithms: ["RS256"],
        userClaim: "oid",
        workspace: "$" + "{tid}:$" + "{oid}",
      },
    ],
    [
      "Entra External ID with the tenant in the issuer's host",
      { tenantId: tenant, clientId: client, subdomain: "Contoso.ciamlogin.com" },
      {
        issuers: [`https://${tenant}.ciamlogin.com/${tenant}/v2.0`],
        jwksUrl: `https://contoso.ciamlogin.com/${tenant}/discovery/v2.0/keys`,
        audiences: [client],
        algorithms: ["RS256"],
        userClaim: "oid",
      },
    ],
    [
      "Entra in a national cloud",
      { tenantId: tenant, clientId: client, cloud: "us" },
      {
        issuers: [`https://login.microsoftonline.us/${tenant}/v2.0`],
        jwksUrl: `https://login.microsoftonline.us/${tenant}/discovery/v2.0/keys`,
        audiences: [client],
        algorithms: ["RS256"],
        userClaim: "oid",
      },
    ],
  ],
  google: [
    [
      "Google with both spellings of its issuer",
      { clientId: "123-abc.apps.googleusercontent.com" },
      {
        issuers: ["https://accounts.google.com", "accounts.google.com"],
        jwksUrl: "https://www.googleapis.com/oauth2/v3/certs",
        audiences: ["123-abc.apps.googleusercontent.com"],
        algorithms: ["RS256"],
      },
    ],
  ],
  oidc: [
    [
      "any OpenID provider",
      { issuer: "https://id.example.com/", jwksUrl: "https://id.example.com/keys", audience: "my-app" },
      {
        issuers: ["https://id.example.com/"],
        jwksUrl: "https://id.example.com/keys",
        audiences: ["my-app"],
        algorithms: ["RS256", "ES256"],
      },
    ],
    [
      "an OpenID provider with another algorithm",
      {
        ...{ issuer: "https://id.example.com", jwksUrl: "https://id.example.com/keys", audience: "my-app" },
        algorithms: "PS256",
      },
      {
        issuers: ["https://id.example.com"],
        jwksUrl: "https://id.example.com/keys",
        audiences: ["my-app"],
        algorithms: ["PS256"],
      },
    ],
  ],
};
