import { definePreset } from "../preset.ts";

/**
 * The paths that an issuer may contain before the client id. Example:
 * `https://api.workos.com/user_management/client_…`.
 */
const PATHS = ["user_management", "sso", "convex"];

/**
 * The preset for WorkOS AuthKit. It accepts access tokens. They have no audience, so the input must set `anyAudience`.
 * WorkOS signs with different keys for each client, so tokens of other clients fail verification.
 */
export const workos = definePreset({
  title: "WorkOS AuthKit",
  fields: {
    clientId: { label: "Client ID", description: "client id", example: "client_01HXYZ", required: true },
    customDomain: {
      label: "Custom domain",
      description: "custom authentication domain",
      example: "auth.example.com",
      required: false,
    },
  },
  steps: [
    "On the Authentication page, add the origin of your app to the allowed origins (CORS), so that AuthKit can renew its session from the browser.",
    "In Applications › your app › Redirects, enter your app's URL as redirect URI. Also enter your Sign-in URL and sign-out redirect.",
    "Copy the client id, `client_…`. Access tokens have no audience, so the rule must accept any audience. The client's own keys and issuer bind the tokens to your app.",
  ],
  mayOmitAudience: true,
  hosted: "Leave Audience empty, because access tokens have no audience.",
  organizationClaim: "org_id",
  rule(read) {
    const clientId = read.text("clientId");
    if (!/^client_[A-Za-z0-9]+$/.test(clientId)) {
      throw read.refuse("clientId", "is not a client id", "Enter the client id, which begins with client_.");
    }
    const hosts = ["https://api.workos.com"];
    if (read.optional("customDomain") !== undefined) hosts.unshift(`https://${read.domain("customDomain")}`);
    return {
      issuer: hosts.flatMap((host) => [...PATHS.map((path) => `${host}/${path}/${clientId}`), host, `${host}/`]),
      jwksUrl: `https://api.workos.com/sso/jwks/${clientId}`,
      algorithms: ["RS256"],
    };
  },
  issuerPattern: /api\.workos\.com/,
  sharesHost: true,
  refusals: {
    noAudience: {
      kind: () => "AuthKit's access tokens have none",
      remedy:
        "Create the rule with the WorkOS preset and accept any audience. The client's own keys bind the tokens to it.",
    },
  },
  snippet: {
    entry: "workos",
    hook: "useWorkOSTokenSource",
    imports: ['import { useAuth } from "@workos-inc/authkit-react";'],
    hookArguments: "useAuth()",
  },
});
