import { definePreset } from "../preset.ts";

/**
 * The preset for Kinde. It accepts access tokens for a registered API, or ID tokens. Without a registered API, access
 * tokens have no audience.
 */
export const kinde = definePreset({
  title: "Kinde",
  fields: {
    domain: { label: "Domain", description: "Kinde or custom domain", example: "acme.kinde.com", required: true },
    audience: {
      label: "Audience",
      description: "audience of the registered API, for access tokens",
      example: "https://api.example.com",
      required: false,
      many: true,
    },
    clientId: {
      label: "Client ID",
      description: "client id of the application (`azp`), for ID tokens; enter this or the audience",
      example: "0123456789abcdef0123456789abcdef",
      required: false,
      many: true,
    },
  },
  steps: [
    "In Settings › Applications, add a Front-end and mobile application. Enter your app's URL as callback URL and logout redirect URL.",
    "In Settings › Environment › APIs, select Add API and enter its Audience, such as `https://api.example.com`.",
    "In the API's Applications, open the three-dot menu of your application and select Authorize application. Otherwise, the token's `aud` is empty.",
  ],
  typical: ["domain", "audience"],
  hosted: "The JWKS URL does not end with `.json`.",
  organizationClaim: "org_code",
  // ID tokens contain a list of all organizations of the user, but not the current organization.
  organizationAlternatives: ["org_codes"],
  rule(read) {
    const issuer = `https://${read.domain("domain")}`;
    const audience = read.list("audience");
    const clientId = read.list("clientId");
    if (audience.length > 0 && clientId.length > 0) {
      throw read.refuse("clientId", "and `audience` exclude each other", "Create one rule for each kind of token.");
    }
    if (audience.length === 0 && clientId.length === 0) {
      throw read.refuse(
        "audience",
        "is missing",
        "Register an API in Kinde and request its audience; without an API, access tokens have an empty `aud`. For ID tokens, enter `clientId`.",
      );
    }
    if (issuer === "https://app.kinde.com") {
      throw read.refuse("domain", "is Kinde's own site", "Enter your business's domain, such as acme.kinde.com.");
    }
    return {
      issuer,
      jwksUrl: `${issuer}/.well-known/jwks`,
      // The `aud` of an ID token can be the Kinde domain, which all applications share. The client id is therefore
      // matched in `azp`.
      ...(clientId.length > 0 ? { audience: clientId, audienceClaim: "azp" } : { audience }),
      algorithms: ["RS256"],
    };
  },
  issuerPattern: /\.kinde\.com$/,
  refusals: {
    noAudience: {
      remedy: "Register an API in Kinde, authorize the application for it, and request its `audience` at sign-in.",
    },
    jwtRequiresParameter: "audience",
  },
  snippet: {
    entry: "kinde",
    hook: "useKindeTokenSource",
    imports: ['import { useKindeAuth } from "@kinde-oss/kinde-auth-react";'],
    hookArguments: "useKindeAuth()",
    optionsByAudienceClaim: { azp: '{ token: "id" }' },
  },
});
