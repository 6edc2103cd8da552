import { definePreset } from "../preset.ts";

/**
 * The preset for Better Auth with its `jwt` plugin. By default, the plugin signs with Ed25519, and uses the origin of
 * the Better Auth server as the issuer and as the audience.
 */
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
    issuer: {
      label: "Issuer",
      description: "the jwt plugin's `issuer` (default: the URL's origin)",
      example: "https://app.example.com",
      required: false,
    },
    jwksUrl: {
      label: "JWKS endpoint",
      description:
        "URL of the keys, if the jwt plugin sets `jwksPath` or `remoteUrl` (default: `/jwks` below the base path)",
      example: "https://app.example.com/api/auth/jwks",
      required: false,
    },
  },
  steps: [
    "Add `jwt()` from `better-auth/plugins` to the server's plugins. Run Better Auth's migration, which creates the table `jwks`.",
    "Set `baseURL`. Its origin is both the issuer and the audience. If `baseURL` is dynamic, set the plugin's `jwt.issuer` and `jwt.audience`.",
    "Leave the route `/token` on, because the hook needs it. For the OIDC and MCP plugins, Better Auth recommends to turn it off.",
    "If you use organizations, let `definePayload` return `activeOrganizationId`.",
  ],
  hosted: 'Set the signing algorithm to RS256: `jwks: { keyPairConfig: { alg: "RS256" } }`.',
  organizationClaim: "activeOrganizationId",
  rule(read) {
    const url = read.url("url");
    const basePath = url.pathname === "/" ? "/api/auth" : url.pathname;
    const audience = read.list("audience");
    return {
      issuer: read.optional("issuer") ?? url.origin,
      jwksUrl: read.optional("jwksUrl") ?? `${url.origin}${basePath}/jwks`,
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
    beforeComponent: ["const authClient = createAuthClient({ plugins: [jwtClient()] });"],
    hookArguments: "authClient",
  },
});
