import { definePreset } from "../preset.ts";

/** Better Auth with its jwt plugin: Ed25519 unless told otherwise; issuer and audience are the origin. */
export const betterAuth = definePreset({
  title: "Better Auth",
  fields: {
    url: {
      label: "URL",
      description: "Better Auth's `baseURL`",
      example: "https://app.example.com",
      required: true,
    },
    audience: {
      label: "Audience",
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
  issuerPattern: null,
  snippet: {
    entry: "better-auth",
    hook: "useBetterAuthTokenSource",
    imports: [
      'import { jwtClient } from "better-auth/client/plugins";',
      'import { createAuthClient } from "better-auth/react";',
    ],
    before: ["const authClient = createAuthClient({ plugins: [jwtClient()] });"],
    given: "authClient",
  },
});
