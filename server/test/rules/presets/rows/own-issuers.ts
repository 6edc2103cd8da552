import type { PresetRows } from "./preset-row.ts";

/** Presets of issuers whose URL the app's developer chooses. */
export const ownIssuers: PresetRows<"better-auth" | "keycloak" | "oidc"> = {
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
