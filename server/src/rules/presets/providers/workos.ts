import { definePreset } from "../preset.ts";

/** WorkOS AuthKit: access tokens, which have no audience; issuer and keys are those of the client. */
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
  organizationClaim: "org_id",
  rule(read) {
    const clientId = read.text("clientId");
    if (!/^client_[A-Za-z0-9]+$/.test(clientId)) {
      throw read.refuse("clientId", "is not a client id", "Give the client id, which begins with client_.");
    }
    const hosts = ["https://api.workos.com"];
    if (read.optional("customDomain") !== undefined) hosts.unshift(`https://${read.domain("customDomain")}`);
    return {
      issuer: hosts.flatMap((host) => [`${host}/user_management/${clientId}`, host, `${host}/`]),
      jwksUrl: `https://api.workos.com/sso/jwks/${clientId}`,
      anyAudience: true,
      algorithms: ["RS256"],
    };
  },
  issuerPattern: /api\.workos\.com/,
  sharesHost: true,
  refusals: {
    noAudience: {
      kind: () => "AuthKit's access tokens have none",
      remedy: "Make the rule with the workos preset, which binds by the client's own keys.",
    },
  },
  snippet: {
    entry: "workos",
    hook: "useWorkOSTokenSource",
    imports: ['import { useAuth } from "@workos-inc/authkit-react";'],
    given: "useAuth()",
  },
});
