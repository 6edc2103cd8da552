import { definePreset } from "../preset.ts";

/** Descope: session tokens, whose issuer is the bare project id or a URL that ends with it. */
export const descope = definePreset<"descope">({
  title: "Descope",
  fields: {
    projectId: {
      description: "project id",
      example: "P2abcdefghijklmnopqrstuvwxyz",
      required: true,
    },
    audience: { description: "`aud` that a JWT template sets", example: "assistant-ui", required: false, many: true },
  },
  organisationClaim: "dct",
  rule(read) {
    const projectId = read.text("projectId");
    if (!/^P[A-Za-z0-9]{20,63}$/.test(projectId)) {
      throw read.refuse("projectId", "is not a project id", "Give the project id, which begins with P.");
    }
    const api = `https://${hostOf(projectId)}`;
    const audience = read.list("audience");
    return {
      issuer: [projectId, `${api}/${projectId}`, `${api}/v1/apps/${projectId}`],
      jwksUrl: `${api}/${projectId}/.well-known/jwks.json`,
      ...(audience.length > 0 ? { audience } : { anyAudience: true }),
      algorithms: ["RS256"],
    };
  },
});

/** A project outside the first region has that region's name in its longer id. */
function hostOf(projectId: string): string {
  const region = projectId.length >= 32 ? projectId.slice(1, 5).toLowerCase() : "";
  return region === "" ? "api.descope.com" : `api.${region}.descope.com`;
}
