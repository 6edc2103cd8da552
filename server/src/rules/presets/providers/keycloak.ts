import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

/** The preset for Keycloak. It accepts access tokens with an audience mapper, or ID tokens. */
export const keycloak = definePreset({
  title: "Keycloak",
  fields: {
    url: {
      label: "URL",
      description: "server, before version 17 with /auth",
      example: "https://auth.example.com",
      required: true,
    },
    realm: { label: "Realm", description: "realm's name", example: "acme", required: true },
    audience: {
      label: "Audience",
      description: "what an audience mapper adds to access tokens, or client id of ID tokens",
      example: "assistant-ui",
      required: true,
      many: true,
    },
  },
  steps: [
    "In Clients, select Create client: OpenID Connect, Client authentication off, Standard flow on. Enter the address of your app in Valid redirect URIs, Valid post logout redirect URIs and Web origins.",
    "For access tokens only: in Client scopes › `<client>-dedicated` › Configure a new mapper › Audience, add a client or custom audience for the service, and turn on Add to access token. ID tokens need no mapper.",
    "For organizations, add a mapper that puts the organization's id into a claim of its own, such as `org_id`. Keycloak's own claim `organization` (scope `organization`, with Add organization id) is an object by alias, which cannot name a workspace; tokens that have it alone are refused.",
  ],
  organizationClaim: null,
  organizationAlternatives: ["organization"],
  rule(read) {
    const base = withoutSlash(read.url("url"));
    if (/\/(realms|admin)(\/|$)/.test(base)) {
      throw read.refuse("url", "has the realm in it", "Give the part before /realms, and the realm as `realm`.");
    }
    const realm = read.phrase("realm");
    if (realm.includes("/")) throw read.refuse("realm", "is a URL or path", "Give the realm's name alone.");
    const audience = read.list("audience");
    if (audience.length === 0) {
      throw read.refuse("audience", "is missing", "Give the client id, or what your audience mapper adds.");
    }
    if (audience.includes("account")) {
      throw read.refuse(
        "audience",
        "is `account`, which every client's tokens carry",
        "Add an audience mapper to the client's scope, and give what it adds.",
      );
    }
    const issuer = `${base}/realms/${encodeURIComponent(realm)}`;
    return {
      issuer,
      jwksUrl: `${issuer}/protocol/openid-connect/certs`,
      audience,
      algorithms: ["RS256", "ES256", "PS256", "EdDSA"],
    };
  },
  issuerPattern: /\/realms\/[^/]+$/,
  refusals: {
    noAudience: { remedy: "Add an audience mapper to the client's scope." },
    ownAudience: {
      pattern: /^account$/,
      remedy: "Add an audience mapper to the client's scope; without one Keycloak names `account` alone.",
    },
  },
  snippet: {
    entry: "keycloak",
    hook: "useKeycloakTokenSource",
    imports: ['import { keycloak } from "./keycloak"; // your Keycloak instance'],
    given: "keycloak",
  },
});
