import { randomBytes } from "node:crypto";
import { raw } from "hono/html";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { JWK, KoaContextWithOIDC } from "oidc-provider";
import { Provider } from "oidc-provider";
import { type Listener, listen } from "./listen.ts";
import { chooseOrganization, findPerson, organizationScope, organizations } from "./people.ts";
import { interactions } from "./provider-interactions.ts";
import { providerErrorPage, signOutPage } from "./provider-pages.ts";
import { createProviderStorage } from "./provider-storage.ts";

export const CLIENT_ID = "demo-page";
const ID_TOKEN_LIFETIME_SECONDS = 600;

export interface IdentityProvider {
  issuer: string;
  jwksUrl: string;
  /** Signs an ID token that contains these claims and expired half an hour ago. Uses the provider's own key. */
  signExpired(claims: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts an OpenID provider (`oidc-provider`) on loopback. The demo's people can sign in. The only client is the page,
 * which is a public client.
 */
export async function startIdentityProvider(options: { port: number; pageUrl: string }): Promise<IdentityProvider> {
  const issuer = `http://localhost:${options.port}`;
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString("hex"), alg: "RS256", use: "sig" };
  const provider = createProvider(issuer, options.pageUrl, jwk);
  provider.use(interactions(provider));
  const listener: Listener = await listen(options.port, provider.callback());

  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    signExpired(claims) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ ...claims, iat: now - 2400, exp: now - 1800 })
        .setProtectedHeader({ alg: "RS256", kid: String(jwk.kid), typ: "JWT" })
        .sign(privateKey);
    },
    close: listener.close,
  };
}

function createProvider(issuer: string, pageUrl: string, jwk: JWK): Provider {
  return new Provider(issuer, {
    adapter: createProviderStorage(),
    jwks: { keys: [jwk] },
    cookies: {
      keys: [randomBytes(32).toString("hex")],
      names: { session: "lantern_session", interaction: "lantern_interaction", resume: "lantern_resume" },
    },
    clients: [
      {
        client_id: CLIENT_ID,
        client_name: "The demo page",
        application_type: "web",
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code"],
        response_types: ["code"],
        redirect_uris: [`${pageUrl}/`, `${pageUrl}/callback.html`],
        post_logout_redirect_uris: [`${pageUrl}/`],
      },
    ],
    scopes: ["openid", "profile", ...organizations.map(({ id }) => organizationScope(id))],
    claims: { openid: ["sub", "org_id", "org_name", "organizations"], profile: ["name"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        async logoutSource(ctx, form) {
          ctx.body = String(await signOutPage(raw(form)));
        },
      },
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: ID_TOKEN_LIFETIME_SECONDS,
      IdToken: ID_TOKEN_LIFETIME_SECONDS,
      AuthorizationCode: 60,
      Interaction: 600,
      Grant: 86_400,
      Session: 86_400,
    },
    clientBasedCORS: (_ctx, origin) => origin === pageUrl,
    findAccount(_ctx, sub) {
      const person = findPerson(sub);
      if (!person) return undefined;
      return {
        accountId: sub,
        async claims(_use, scope) {
          const organization = chooseOrganization(person, scope);
          return {
            sub,
            name: person.name,
            ...(organization ? { org_id: organization.id, org_name: organization.name } : {}),
            organizations: person.organizations,
          };
        },
      };
    },
    loadExistingGrant,
    async renderError(ctx, out) {
      ctx.type = "html";
      ctx.body = String(await providerErrorPage(out.error, out.error_description, pageUrl));
    },
  });
}

/** Grants every requested scope without asking the person, because the page is a first-party client. */
async function loadExistingGrant(ctx: KoaContextWithOIDC) {
  const { client, session, params, provider, result } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const id = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const existing = id ? await provider.Grant.find(id) : undefined;
  const grant = existing ?? new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  if (typeof params?.["scope"] === "string") grant.addOIDCScope(params["scope"]);
  await grant.save();
  return grant;
}
