import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

const FIRST_REGION = "https://api.descope.com";

/** Descope: session tokens, whose issuer is the bare project id or a URL that ends with it. */
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
      description: "the SDK's baseUrl, for another region or a custom domain",
      example: "https://api.euc1.descope.com",
      required: false,
    },
  },
  organizationClaim: "dct",
  rule(read) {
    const projectId = read.text("projectId");
    if (!/^P[A-Za-z0-9]{20,63}$/.test(projectId)) {
      throw read.refuse("projectId", "is not a project id", "Give the project id, which begins with P.");
    }
    const api = read.optional("baseUrl") === undefined ? FIRST_REGION : withoutSlash(read.url("baseUrl"));
    const hosts = api === FIRST_REGION ? [api] : [api, FIRST_REGION];
    const audience = read.list("audience");
    return {
      // Every one of them names the project, and the keys are the project's own.
      issuer: [projectId, ...hosts.flatMap((host) => [`${host}/${projectId}`, `${host}/v1/apps/${projectId}`])],
      jwksUrl: `${api}/${projectId}/.well-known/jwks.json`,
      audience,
      algorithms: ["RS256"],
    };
  },
  issuerPattern: /api\.([a-z0-9]+\.)?descope\.com|^P[A-Za-z0-9]{26,40}$/,
  refusals: { noAudience: { remedy: "Choose any audience in the rule, or let a JWT template set `aud`." } },
  snippet: {
    entry: "descope",
    hook: "useDescopeTokenSource",
    imports: ['import { useDescope, useSession } from "@descope/react-sdk";'],
    given: "useSession(), useDescope()",
  },
});
