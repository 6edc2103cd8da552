import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

/** The preset for Keycloak. It accepts ID tokens, or access tokens whose audience comes from an audience mapper. */
export const keycloak = definePreset({
  title: "Keycloak",
  fields: {
    url: {
      label: "URL",
      description: "URL of the server; before version 17, it ends with /auth",
      example: "https://auth.example.com",
      required: true,
    },
    realm: { label: "Realm", description: "realm's name", example: "acme", required: true },
    audience: {
      label: "Audience",
      description: "audience that a mapper adds to access tokens, or client id of ID tokens",
      example: "assistant-ui",
      required: true,
      many: true,
    },
  },
  steps: [
    "In Clients, select Create client. Choose OpenID Connect, turn Client authentication off and Standard flow on. Enter your app's URL in Valid redirect URIs, Valid post logout redirect URIs and Web origins.",
    "Only if you send access tokens: in Client scopes › `<client>-dedicated` › Configure a new mapper › Audience, add a client or custom audience for the service. Turn on Add to access token.",
    "If you use organizations, add a mapper that writes the organization's id into a separate claim, such as `org_id`. Keycloak's own claim `organization` cannot name a workspace: with the scope `organization` and Add organization id, it is an object whose keys are aliases. The authority refuses tokens that have only this claim.",
  ],
  organizationClaim: null,
  organizationAlternatives: ["organization"],
  rule(read) {
    const base = withoutSlash(read.url("url"));
    if (/\/(realms|admin)(\/|$)/.test(base)) {
      throw read.refuse(
        "url",
        "contains the realm",
        "Enter only the part before /realms, and enter the realm as `realm`.",
      );
    }
    const realm = read.phrase("realm");
    if (realm.includes("/")) throw read.refuse("realm", "is a URL or path", "Enter only the realm's name.");
    const audience = read.list("audience");
    if (audience.length === 0) {
      throw read.refuse("audience", "is missing", "Enter the client id, or the audience that your mapper adds.");
    }
    if (audience.includes("account")) {
      throw read.refuse(
        "audience",
        "is `account`, which the tokens of every client contain",
        "Add an audience mapper to the client's scope, and enter the audience that it adds.",
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
      remedy: "Add an audience mapper to the client's scope. Without a mapper, the only audience is `account`.",
    },
  },
  snippet: {
    entry: "keycloak",
    hook: "useKeycloakTokenSource",
    imports: ['import { keycloak } from "./keycloak"; // your Keycloak instance'],
    hookArguments: "keycloak",
  },
});
