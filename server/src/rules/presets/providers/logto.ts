import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

/**
 * The start of the text in an organization token's `aud`. The rest of the text is the organization's id. Organization
 * tokens have no claim `organization_id`.
 */
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
      description: "identifier of the API resource, or `urn:logto:organization:<id>` for one organization's tokens",
      example: "https://api.example.com",
      required: true,
      many: true,
    },
  },
  steps: [
    "In Console › API resources, create an API resource. Its API identifier, such as `https://api.example.com`, is the audience.",
    "In Applications, create a Single page app. Enter your app's URL as redirect URI, post sign-out redirect URI and CORS allowed origin.",
    "If you use organizations, open Organization template › Organization roles and assign the resource's permissions to the roles. Request tokens with both the resource and the organization.",
  ],
  hosted:
    "The hosted cloud accepts only RS256, but Logto signs with ES384. In Tenant settings › OIDC configs › Rotate private keys, choose RSA. Logto's cloud uses the new key after four hours.",
  organizationClaim: "organization_id",
  // ID tokens contain a list of all organizations of the user, but not the current organization.
  organizationAlternatives: ["organizations"],
  rule(read) {
    const audience = read.list("audience");
    if (audience.length === 0) {
      throw read.refuse(
        "audience",
        "is missing",
        "Register an API resource in Logto and enter its identifier; without a resource, access tokens are opaque.",
      );
    }
    const named = audience.filter((value) => value.startsWith(ORGANIZATION));
    if (named.length > 0 && audience.length > 1) {
      throw read.refuse(
        "audience",
        "contains an organization and another audience",
        "Create a separate rule for each organization, because its tokens name it only in `aud`.",
      );
    }
    const organizationId = named[0]?.slice(ORGANIZATION.length);
    if (organizationId !== undefined && !/^[A-Za-z0-9_-]+$/.test(organizationId)) {
      throw read.refuse("audience", "has no organization id after its prefix", "Enter urn:logto:organization:<id>.");
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
  refusals: { noAudience: { remedy: "Request the API's `resource`." }, jwtRequiresParameter: "resource" },
  snippet: {
    entry: "logto",
    hook: "useLogtoTokenSource",
    imports: ['import { useLogto } from "@logto/react";'],
    beforeComponent: ['const resource = "https://api.example.com"; // of your Logto config'],
    hookArguments: "useLogto(), { resource }",
  },
});
