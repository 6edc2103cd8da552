import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

/** The length of a project id without a region: `P` and 27 more characters. */
const PLAIN_LENGTH = 28;

/**
 * The preset for Descope. It accepts session tokens. Their issuer is the project id, or a URL that ends with the id.
 */
export const descope = definePreset({
  title: "Descope",
  fields: {
    projectId: {
      label: "Project ID",
      description: "project id",
      example: "P2abcdefghijklmnopqrstuvwxyz",
      required: true,
    },
    audience: {
      label: "Audience",
      description: "`aud` that a JWT template sets",
      example: "assistant-ui",
      required: false,
      many: true,
    },
    baseUrl: {
      label: "Base URL",
      description: "the SDK's baseUrl, for a custom domain (default: the host of the project's region)",
      example: "https://auth.example.com",
      required: false,
    },
  },
  steps: [
    "In Project Settings › General, copy the Project ID, which begins with `P` and contains the region.",
    "In Project Settings › JWT Templates, select + JWT Template with the filter User JWT. Set its audience (`aud`) to `assistant-ui` and apply the template to the project.",
    "Let Descope return the session token in the response body. Scripts cannot read it from an HttpOnly cookie (`DS`).",
    "If you use tenants, let users choose a tenant with `sdk.selectTenant(id)`. The token contains its id in the claim `dct`.",
  ],
  mayOmitAudience: true,
  typical: ["projectId", "audience"],
  hosted:
    "Enter the issuer from your tokens. It is the project id; with the API gateway template, it is a URL that ends with the project id. Leave Audience empty unless a JWT template sets an audience.",
  organizationClaim: "dct",
  rule(read) {
    const projectId = read.text("projectId");
    if (!/^P[A-Za-z0-9]{20,63}$/.test(projectId)) {
      throw read.refuse("projectId", "is not a project id", "Enter the project id, which begins with P.");
    }
    const home = homeOf(projectId);
    const api = read.optional("baseUrl") === undefined ? home : withoutSlash(read.url("baseUrl"));
    const hosts = api === home ? [api] : [api, home];
    const audience = read.list("audience");
    return {
      // The keys sign only tokens of this project, so the rule can accept every form of the project's issuer.
      issuer: [projectId, ...hosts.flatMap((host) => [`${host}/${projectId}`, `${host}/v1/apps/${projectId}`])],
      jwksUrl: `${api}/${projectId}/.well-known/jwks.json`,
      audience,
      algorithms: ["RS256"],
    };
  },
  issuerPattern: /api\.([a-z0-9]+\.)?descope\.com|^P[A-Za-z0-9]{26,40}$/,
  refusals: { noAudience: { remedy: "Accept any audience in the rule, or let a JWT template set `aud`." } },
  snippet: {
    entry: "descope",
    hook: "useDescopeTokenSource",
    imports: ['import { useDescope, useSession } from "@descope/react-sdk";'],
    hookArguments: "useSession(), useDescope()",
  },
});

/**
 * Returns the API URL of the project's region. The region is the part of the id between `P` and the last 27 characters,
 * such as `euc1` in `Peuc1…`. For an id without a region, returns `https://api.descope.com`.
 */
function homeOf(projectId: string): string {
  const region = projectId.slice(1, 1 - PLAIN_LENGTH);
  return `https://api.${region === "" ? "" : `${region.toLowerCase()}.`}descope.com`;
}
