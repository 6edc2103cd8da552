import { definePreset } from "../preset.ts";

/** Auth0: its issuer ends with a slash. */
export const auth0 = definePreset<"auth0">({
  title: "Auth0",
  fields: {
    domain: { description: "tenant's or custom domain", example: "tenant.eu.auth0.com", required: true },
    audience: {
      description: "API identifier for access tokens, client id for ID tokens",
      example: "https://api.example.com",
      required: true,
      many: true,
    },
  },
  organizationClaim: "org_id",
  rule(read) {
    const issuer = `https://${read.domain("domain")}/`;
    const audience = read.list("audience");
    if (audience.length === 0) {
      throw read.refuse(
        "audience",
        "is missing",
        "Register an API in Auth0 and give its identifier; without one, access tokens are opaque.",
      );
    }
    if (audience.some((value) => value === `${issuer}userinfo` || value.endsWith("/api/v2/"))) {
      throw read.refuse("audience", "is an API of Auth0 itself", "Register your own API and give its identifier.");
    }
    return { issuer, jwksUrl: `${issuer}.well-known/jwks.json`, audience, algorithms: ["RS256"] };
  },
});
