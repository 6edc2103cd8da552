import { definePreset } from "../preset.ts";

/** The preset for Auth0. Auth0's issuers end with a slash. */
export const auth0 = definePreset({
  title: "Auth0",
  fields: {
    domain: {
      label: "Domain",
      description: "domain of the tenant, or custom domain",
      example: "tenant.eu.auth0.com",
      required: true,
    },
    audience: {
      label: "Audience",
      description: "API identifier for access tokens, client id for ID tokens",
      example: "https://api.example.com",
      required: true,
      many: true,
    },
  },
  steps: [
    "In Applications › Applications, create a Single Page Application. Enter your app's URL in Allowed Callback URLs, Allowed Logout URLs and Allowed Web Origins.",
    "In Applications › APIs, select Create API. Its Identifier, such as `https://api.example.com`, is the audience. Set JSON Web Token (JWT) Signing Algorithm to RS256 and turn on Allow Offline Access.",
    "If the API's Application Access policy is stricter than All apps allowed, grant your application access to the API.",
    "If you use organizations, enable Organizations on the application.",
  ],
  hosted: "Keep the slash at the end of the issuer.",
  organizationClaim: "org_id",
  rule(read) {
    const issuer = `https://${read.domain("domain")}/`;
    const audience = read.list("audience");
    if (audience.length === 0) {
      throw read.refuse(
        "audience",
        "is missing",
        "Register an API in Auth0 and enter its identifier; without an API, access tokens are opaque.",
      );
    }
    if (audience.some((value) => value === `${issuer}userinfo` || value.endsWith("/api/v2/"))) {
      throw read.refuse("audience", "is an API of Auth0 itself", "Register your own API and enter its identifier.");
    }
    return { issuer, jwksUrl: `${issuer}.well-known/jwks.json`, audience, algorithms: ["RS256"] };
  },
  issuerPattern: /\.auth0\.com\/?$/,
  refusals: {
    noAudience: { remedy: "Request the API's `audience` at sign-in." },
    ownAudience: { pattern: /\/userinfo$/, remedy: "Request your API's `audience` at sign-in." },
    sharedSecret: { remedy: "Set the API's (or application's) signing algorithm to RS256 in Auth0." },
    jwtRequiresParameter: "audience",
  },
  snippet: {
    entry: "auth0",
    hook: "useAuth0TokenSource",
    imports: ['import { useAuth0 } from "@auth0/auth0-react";'],
    hookArguments: "useAuth0()",
  },
});
