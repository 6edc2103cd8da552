import { client, type PresetRows, tenant, user } from "./preset-row.ts";

/** Presets of platforms that offer sign-in among other services. */
export const cloudPlatforms: PresetRows<"supabase" | "firebase" | "cognito" | "entra" | "google"> = {
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
};
