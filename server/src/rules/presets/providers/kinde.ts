import { definePreset } from "../preset.ts";

/** Kinde: its key set has no `.json`, and access tokens name no audience unless an API is registered. */
export const kinde = definePreset({
  title: "Kinde",
  fields: {
    domain: { label: "Domain", description: "Kinde or custom domain", example: "acme.kinde.com", required: true },
    audience: {
      label: "Audience",
      description: "registered API's audience for access tokens, client id for ID tokens",
      example: "https://api.example.com",
      required: true,
      many: true,
    },
  },
  organizationClaim: "org_code",
  rule(read) {
    const issuer = `https://${read.domain("domain")}`;
    const audience = read.list("audience");
    if (audience.length === 0) {
      throw read.refuse(
        "audience",
        "is missing",
        "Register an API in Kinde and ask for its audience; without one, access tokens have an empty `aud`.",
      );
    }
    if (issuer === "https://app.kinde.com") {
      throw read.refuse("domain", "is Kinde's own site", "Give your business's domain, such as acme.kinde.com.");
    }
    return { issuer, jwksUrl: `${issuer}/.well-known/jwks`, audience, algorithms: ["RS256"] };
  },
  issuerPattern: /\.kinde\.com$/,
  refusals: {
    noAudience: {
      remedy: "Register an API in Kinde, allow it for the application, and ask for its `audience` at sign-in.",
    },
    opaqueWithout: "audience",
  },
  snippet: {
    entry: "kinde",
    hook: "useKindeTokenSource",
    imports: ['import { useKindeAuth } from "@kinde-oss/kinde-auth-react";'],
    given: "useKindeAuth()",
  },
});
