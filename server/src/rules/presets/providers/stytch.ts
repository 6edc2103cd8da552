import type { InputReader } from "../input-reader.ts";
import { definePreset, type PresetRule } from "../preset.ts";

/** The fields of the presets for Stytch's consumer and B2B projects. */
export const stytchFields = {
  projectId: {
    label: "Project ID",
    description: "project ID, from the API keys page in Stytch",
    example: "project-live-11111111-2222-4333-8444-555555555555",
    required: true,
  },
  customDomain: {
    label: "Custom domain",
    description: "custom domain of the project's API",
    example: "login.example.com",
    required: false,
  },
} as const;

/** The steps of the setup in Stytch's dashboard, for consumer and B2B projects. */
export const stytchSteps = [
  "In SDK Configuration, enable the SDK for the project and authorize the domain of your app.",
  "In SDK Configuration, leave HttpOnly cookies off, because scripts cannot read the session JWT from such a cookie. If you need HttpOnly cookies, use the backend integration.",
  "In API keys, copy the Project ID for the rule and the Public token for the client.",
];

/**
 * The preset for Stytch's consumer projects. It accepts session JWTs. Their issuer can be `stytch.com/<project ID>`,
 * without a scheme.
 */
export const stytch = definePreset({
  title: "Stytch",
  fields: stytchFields,
  steps: stytchSteps,
  hosted:
    "Enter the issuer without a scheme: `stytch.com/<project ID>`. For test projects, the host of the JWKS URL is `test.stytch.com`.",
  organizationClaim: null,
  rule: (read) => stytchRule(read, "v1/sessions/jwks"),
  issuerPattern: /^stytch\.com\/|\.stytch\.com$/,
  sharesHost: true,
  snippet: {
    entry: "stytch",
    hook: "useStytchTokenSource",
    imports: ['import { useStytch } from "@stytch/react";'],
    hookArguments: "useStytch()",
  },
});

/**
 * Builds the auth rule of a Stytch project, consumer or B2B.
 *
 * @param path the part of the JWKS URL's path that precedes the project's id
 */
export function stytchRule(read: InputReader<keyof typeof stytchFields>, path: string): PresetRule {
  const projectId = read.text("projectId");
  const kind = /^project-(live|test)-[0-9a-f-]{36}$/.exec(projectId)?.[1];
  if (kind === undefined) {
    const isPublicToken = projectId.startsWith("public-token-");
    throw read.refuse(
      "projectId",
      isPublicToken ? "is the public token" : "is not a project ID",
      "Enter the project ID, which begins with project-live- or project-test-.",
    );
  }
  const api = kind === "live" ? "https://api.stytch.com" : "https://test.stytch.com";
  const hasDomain = read.optional("customDomain") !== undefined;
  return {
    // The audience and the keys belong to this project alone, so the rule can accept every issuer that the project may
    // have.
    issuer: [`stytch.com/${projectId}`, api, ...(hasDomain ? [`https://${read.domain("customDomain")}`] : [])],
    jwksUrl: `${api}/${path}/${projectId}`,
    audience: projectId,
    algorithms: ["RS256"],
  };
}
