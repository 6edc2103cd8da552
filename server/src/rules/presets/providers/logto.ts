import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

/** Logto, in its cloud or self-hosted: ES384 unless the keys were rotated to RSA. */
export const logto = definePreset({
  title: "Logto",
  fields: {
    endpoint: {
      label: "Endpoint",
      description: "Logto endpoint",
      example: "https://acme.logto.app",
      required: true,
    },
    audience: {
      label: "Audience",
      description: "API resource's identifier for access tokens, app id for ID tokens",
      example: "https://api.example.com",
      required: true,
      many: true,
    },
  },
  organizationClaim: "organization_id",
  rule(read) {
    const audience = read.list("audience");
    if (audience.length === 0) {
      throw read.refuse(
        "audience",
        "is missing",
        "Register an API resource in Logto and give its identifier; without one, access tokens are opaque.",
      );
    }
    const issuer = `${withoutSlash(read.url("endpoint")).replace(/\/oidc$/, "")}/oidc`;
    return { issuer, jwksUrl: `${issuer}/jwks`, audience, algorithms: ["ES384", "RS256"] };
  },
  issuerPattern: /\.logto\.app\//,
  refusals: { noAudience: { remedy: "Ask for the API's `resource`." }, opaqueWithout: "resource" },
  snippet: {
    entry: "logto",
    hook: "useLogtoTokenSource",
    imports: ['import { useLogto } from "@logto/react";'],
    before: ['const resource = "https://api.example.com"; // of your Logto config'],
    given: "useLogto(), { resource }",
  },
});
