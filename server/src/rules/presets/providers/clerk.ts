import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

/**
 * The preset for Clerk. It accepts session tokens, and tokens of a JWT template that sets `aud`. In a session token,
 * `azp` contains the origin of the web page.
 */
export const clerk = definePreset({
  title: "Clerk",
  fields: {
    domain: {
      label: "Issuer",
      description: "Frontend API domain from the API keys page in Clerk, or the proxy URL",
      example: "clerk.example.com",
      required: true,
    },
    audience: {
      label: "Audience",
      description: "`aud` that the JWT template sets",
      example: "assistant-ui",
      prefill: "assistant-ui",
      required: false,
      many: true,
    },
    authorizedParties: {
      label: "Authorized parties",
      description: "origin of your pages (`azp`), for session tokens",
      example: "https://app.example.com",
      required: false,
      many: true,
    },
  },
  steps: [
    "In the Clerk Dashboard, open JWT templates, select New template and create a blank template with the name `assistant-ui`.",
    'Enter `{"aud": "assistant-ui", "org_id": "{{org.id}}"}` as its claims and save the template. Without organizations, leave out `org_id`.',
    "Copy the template's Issuer and JWKS Endpoint. The audience is `assistant-ui`.",
  ],
  showsJwksUrl: true,
  mayOmitAudience: true,
  typical: ["domain", "audience"],
  organizationClaim: "org_id",
  // Session tokens of version 2 contain `o.id`. An `o` without `id` belongs to an unknown version and is rejected.
  organizationAlternatives: ["o.id", "o"],
  rule(read) {
    const pasted = read.text("domain");
    if (/^pk_(test|live)_/.test(pasted)) {
      const domain = domainOfPublishableKey(pasted);
      throw read.refuse(
        "domain",
        "is a publishable key",
        domain ? `Its Frontend API domain is ${domain}. Enter that domain.` : "Enter the Frontend API domain.",
      );
    }
    // The URL of a proxied Frontend API has a path, which is part of the issuer.
    const url = /^https:\/\/[^/]+\/[^/?#]/.test(pasted) ? read.url("domain") : null;
    const domain = url?.hostname ?? read.domain("domain");
    if (/^dashboard\.clerk\.(com|dev)$|^(api|www)\.clerk\.com$|^clerk\.com$/.test(domain)) {
      throw read.refuse("domain", "is Clerk's own site", "Enter your instance's Frontend API domain.");
    }
    const issuer = url === null ? `https://${domain}` : withoutSlash(url);
    const audience = read.list("audience");
    const parties = read.list("authorizedParties");
    if (audience.length > 0 && parties.length > 0) {
      throw read.refuse(
        "authorizedParties",
        "and `audience` exclude each other",
        "Keep the one that matches your tokens.",
      );
    }
    return {
      issuer,
      jwksUrl: `${issuer}/.well-known/jwks.json`,
      algorithms: ["RS256"],
      ...(parties.length > 0 ? { audience: parties, audienceClaim: "azp" } : {}),
      ...(audience.length > 0 ? { audience } : {}),
      // The session is still pending while the user has open tasks, such as choosing an organization. Its `sts` is then
      // not `active`.
      requiredClaims: { "sts?": "active" },
    };
  },
  issuerPattern: /\.clerk\.accounts\.(dev|com)$|^https:\/\/clerk\./,
  refusals: {
    noAudience: {
      kind: (claims) => (Object.hasOwn(claims, "sid") ? "it is a session token, not one of a JWT template" : null),
      remedy:
        'Request the template\'s token, getToken({ template: "assistant-ui" }), and let the template set `aud`. For session tokens, create the rule with `authorizedParties`.',
    },
    claims: { sts: "The Clerk session is still pending: finish its tasks, such as choosing an organization." },
  },
  snippet: {
    entry: "clerk",
    hook: "useClerkTokenSource",
    imports: ['import { useAuth } from "@clerk/react"; // or @clerk/nextjs, @clerk/expo …'],
    hookArguments: "useAuth()",
    optionsByAudienceClaim: { azp: "{ template: null }" },
  },
});

/**
 * Returns the domain in a publishable key; null if the key is malformed. A valid key is `pk_live_` or `pk_test_`,
 * followed by base64. The decoded base64 is the domain and a final `$`.
 */
function domainOfPublishableKey(key: string): string | null {
  const decoded = Buffer.from(key.split("_")[2] ?? "", "base64").toString("latin1");
  return /^([a-z0-9-]+\.[a-z0-9.-]+)\$$/.exec(decoded)?.[1] ?? null;
}
