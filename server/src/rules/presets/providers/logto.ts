import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

/** The prefix of an organization token's audience. Such a token has no `organization_id`. */
const ORGANIZATION = "urn:logto:organization:";

/** The preset for Logto Cloud and self-hosted Logto. Logto signs with ES384 unless the keys were rotated to RSA. */
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
      description: "API resource's identifier, or `urn:logto:organization:<id>` for one organization's tokens",
      example: "https://api.example.com",
      required: true,
      many: true,
    },
  },
  steps: [
    "In Console › API resources, create one; its API identifier, such as `https://api.example.com`, is the audience.",
    "In Applications, create a Single page app. Enter the address of your app as redirect URI, post sign-out redirect URI and CORS allowed origin.",
    "For organizations, give the roles in Organization template › Organization roles the resource's permissions, and request tokens with both the resource and the organization.",
  ],
  hosted:
    "It takes RS256 only, and Logto signs with ES384: in Tenant settings › OIDC configs › Rotate private keys choose RSA; in Logto's cloud the key is used after four hours.",
  organizationClaim: "organization_id",
  // ID tokens list all organizations of the user, but not the current one.
  organizationAlternatives: ["organizations"],
  rule(read) {
    const audience = read.list("audience");
    if (audience.length === 0) {
      throw read.refuse(
        "audience",
        "is missing",
        "Register an API resource in Logto and give its identifier; without one, access tokens are opaque.",
      );
    }
    const named = audience.filter((value) => value.startsWith(ORGANIZATION));
    if (named.length > 0 && audience.length > 1) {
      throw read.refuse(
        "audience",
        "names an organization beside another audience",
        "Make one rule for each organization: its tokens name it in `aud` alone.",
      );
    }
    const organizationId = named[0]?.slice(ORGANIZATION.length);
    if (organizationId !== undefined && !/^[A-Za-z0-9_-]+$/.test(organizationId)) {
      throw read.refuse("audience", "has no organization id after its prefix", "Give urn:logto:organization:<id>.");
    }
    const issuer = `${withoutSlash(read.url("endpoint")).replace(/\/oidc$/, "")}/oidc`;
    return {
      issuer,
      jwksUrl: `${issuer}/jwks`,
      audience,
      algorithms: ["ES384", "RS256"],
      ...(organizationId === undefined ? {} : { organizationId }),
    };
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
