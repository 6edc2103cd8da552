import { claimPointer } from "../../../jwt/read-claim.ts";
import type { InputReader } from "../input-reader.ts";
import { definePreset, type PresetRule } from "../preset.ts";

const fields = {
  projectId: {
    description: "project id, on Stytch's page of API keys",
    example: "project-live-11111111-2222-4333-8444-555555555555",
    required: true,
  },
  customDomain: {
    description: "custom domain of the project's API",
    example: "login.example.com",
    required: false,
  },
} as const;

/** Stytch for consumers: session JWTs. The issuer is no URL. */
export const stytch = definePreset<"stytch">({
  title: "Stytch",
  fields,
  organizationClaim: null,
  rule: (read) => stytchRule(read, "v1/sessions/jwks"),
});

/** Stytch B2B: session JWTs of members, with their organization. */
export const stytchB2b = definePreset<"stytch-b2b">({
  title: "Stytch B2B",
  fields,
  organizationClaim: claimPointer("https://stytch.com/organization", "organization_id"),
  organizationAlways: true,
  rule: (read) => stytchRule(read, "v1/b2b/sessions/jwks"),
});

function stytchRule(read: InputReader<"projectId" | "customDomain">, path: string): PresetRule {
  const projectId = read.text("projectId");
  const kind = /^project-(live|test)-[0-9a-f-]{36}$/.exec(projectId)?.[1];
  if (kind === undefined) {
    const isPublicToken = projectId.startsWith("public-token-");
    throw read.refuse(
      "projectId",
      isPublicToken ? "is the public token" : "is not a project id",
      "Give the project id, which begins with project-live- or project-test-.",
    );
  }
  const api = kind === "live" ? "https://api.stytch.com" : "https://test.stytch.com";
  const hasDomain = read.optional("customDomain") !== undefined;
  return {
    // The audience and the keys are the project's own, whichever of the issuers a token names.
    issuer: [`stytch.com/${projectId}`, api, ...(hasDomain ? [`https://${read.domain("customDomain")}`] : [])],
    jwksUrl: `${api}/${path}/${projectId}`,
    audience: projectId,
    algorithms: ["RS256"],
  };
}
