import { definePreset } from "../preset.ts";

/** The preset for any OpenID provider. The issuer and the JWKS URL are in the provider's discovery document. */
export const oidc = definePreset({
  title: "OpenID Connect",
  fields: {
    issuer: {
      label: "Issuer",
      description: "exact `issuer` from the discovery document",
      example: "https://id.example.com",
      required: true,
      many: true,
    },
    jwksUrl: {
      label: "JWKS endpoint",
      description: "`jwks_uri` from the discovery document",
      example: "https://id.example.com/jwks",
      required: true,
    },
    audience: {
      label: "Audience",
      description: "client id, for ID tokens",
      example: "my-app",
      required: true,
      many: true,
    },
    algorithms: {
      label: "Algorithms",
      description: "accepted signing algorithm (default: RS256 and ES256)",
      example: "RS256",
      required: false,
      many: true,
    },
  },
  steps: [
    "Register a public client (single page application) with the authorization code flow, PKCE and your callback URL.",
    "Allow the scope `openid`. For silent renewal, also allow `offline_access` and let each refresh return an ID token.",
    "Copy `issuer` and `jwks_uri` from `https://<provider>/.well-known/openid-configuration` without any change.",
  ],
  hosted: "The hosted cloud accepts only RS256.",
  organizationClaim: null,
  rule(read) {
    const issuer = read.list("issuer");
    if (issuer.length === 0) throw read.refuse("issuer", "is missing", "Enter the discovery document's `issuer`.");
    const audience = read.list("audience");
    if (audience.length === 0) throw read.refuse("audience", "is missing", "Enter your app's client id.");
    const algorithms = read.list("algorithms");
    return {
      issuer,
      jwksUrl: read.text("jwksUrl"),
      audience,
      ...(algorithms.length > 0 ? { algorithms } : {}),
    };
  },
  issuerPattern: null,
  snippet: {
    entry: "oidc",
    hook: "useOidcTokenSource",
    imports: ['import { useAuth } from "react-oidc-context";'],
    hookArguments: "useAuth()",
  },
});
