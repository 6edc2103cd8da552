import { definePreset } from "../preset.ts";

/** Better Auth with its jwt plugin: Ed25519 unless told otherwise; issuer and audience are the origin. */
export const betterAuth = definePreset<"better-auth">({
  title: "Better Auth",
  fields: {
    url: { description: "Better Auth's baseURL", example: "https://app.example.com", required: true },
    audience: {
      description: "the jwt plugin's `audience` (default: the URL's origin)",
      example: "https://app.example.com",
      required: false,
      many: true,
    },
  },
  organizationClaim: "activeOrganizationId",
  rule(read) {
    const url = read.url("url");
    const basePath = url.pathname === "/" ? "/api/auth" : url.pathname;
    const audience = read.list("audience");
    return {
      issuer: url.origin,
      jwksUrl: `${url.origin}${basePath}/jwks`,
      audience: audience.length > 0 ? audience : url.origin,
      algorithms: ["EdDSA", "ES256", "RS256", "PS256", "ES512"],
    };
  },
});
