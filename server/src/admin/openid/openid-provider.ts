import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
} from "openid-client";
import type { OpenIdSettings } from "../../config/read-openid-settings.ts";
import type { ProviderNetwork } from "../../jwks/provider-network.ts";
import type { AdmittedPerson } from "../../storage/schema.ts";
import { createBoundedFetch } from "./bounded-fetch.ts";
import { explainProviderError } from "./explain-provider-error.ts";
import { isAdmitted, joinClaims, type OpenIdClaims, toAdmittedPerson } from "./is-admitted.ts";
import { SignInFailure } from "./sign-in-outcome.ts";

/** The timeout of each request to the provider, in seconds. */
const TIMEOUT_SECONDS = 5;
/** How long a discovery document is cached, in milliseconds. */
const CACHE_MS = 3_600_000;
/** How long a failed discovery is cached, in milliseconds. */
const FAILURE_CACHE_MS = 5_000;

/** The random values that connect the start of a sign-in with its callback. */
export interface Handshake {
  state: string;
  nonce: string;
  /** The code verifier of PKCE (RFC 7636). */
  verifier: string;
}

/** A client of the OpenID provider. Admins sign in to the dashboard through that provider. */
export interface OpenIdProvider {
  /**
   * Returns the URL of the provider's sign-in page for one sign-in. Throws a {@link SignInFailure} if the provider's
   * configuration cannot be loaded.
   */
  authorizationUrl(handshake: Handshake): Promise<URL>;
  /**
   * Exchanges a callback's authorization code for the user's claims, and returns the user. Throws a {@link
   * SignInFailure} if the exchange fails, or if the user may not sign in.
   *
   * @param query the query of the callback URL
   */
  redeemCallback(query: string, handshake: Handshake): Promise<AdmittedPerson>;
}

/**
 * Creates the {@link OpenIdProvider}. It uses the Authorization Code flow with PKCE, `state` and `nonce` (OpenID
 * Connect Core 1.0 §3.1, RFC 9700 §2.1). The signature of the ID token is verified, although the token comes directly
 * from the OpenID provider's server.
 */
export function createOpenIdProvider(
  settings: OpenIdSettings,
  redirectUri: string,
  network: ProviderNetwork,
): OpenIdProvider {
  const configuration = cacheResult(() => discover(settings, network));

  async function readClaims(config: Configuration, query: string, handshake: Handshake): Promise<OpenIdClaims> {
    const answer = new URL(redirectUri);
    answer.search = query;
    const tokens = await authorizationCodeGrant(config, answer, {
      expectedState: handshake.state,
      expectedNonce: handshake.nonce,
      pkceCodeVerifier: handshake.verifier,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new SignInFailure("failed", "it sent no ID token");
    const isAdmittedByIdToken = isAdmitted(claims, settings);
    if (config.serverMetadata().userinfo_endpoint === undefined) return claims;
    if (isAdmittedByIdToken && Object.hasOwn(claims, "name")) return claims;
    // The ID token lacks a claim that the admission or the display name needs, so the claim must come from the UserInfo
    // endpoint.
    const userInfo = fetchUserInfo(config, tokens.access_token, claims.sub);
    // If only the display name is missing, a failed UserInfo request must not refuse the sign-in.
    return joinClaims(claims, await (isAdmittedByIdToken ? userInfo.catch(() => ({})) : userInfo));
  }

  return {
    async authorizationUrl({ state, nonce, verifier }) {
      const challenge = await calculatePKCECodeChallenge(verifier);
      return withSignInFailures(async () =>
        buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: settings.scope,
          state,
          nonce,
          code_challenge: challenge,
          code_challenge_method: "S256",
        }),
      );
    },
    async redeemCallback(query, handshake) {
      const claims = await withSignInFailures(async () => readClaims(await configuration(), query, handshake));
      if (!isAdmitted(claims, settings)) throw new SignInFailure("not_allowed");
      return toAdmittedPerson(claims, settings);
    },
  };
}

/**
 * Fetches a provider's discovery document, for the `doctor` command. Throws a {@link SignInFailure} if the provider is
 * unreachable or the document is unsuitable.
 */
export function readProvider(issuer: string, network: ProviderNetwork) {
  const client = { issuer, clientId: "doctor", clientSecret: null };
  return withSignInFailures(async () => (await discover(client, network)).serverMetadata());
}

async function discover(
  settings: Pick<OpenIdSettings, "issuer" | "clientId" | "clientSecret">,
  network: ProviderNetwork,
): Promise<Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  const url = new URL(issuer);
  const config = await discovery(url, clientId, undefined, clientAuth(clientSecret), {
    timeout: TIMEOUT_SECONDS,
    [customFetch]: createBoundedFetch(network.proxy),
    execute: [enableNonRepudiationChecks, ...(url.protocol === "http:" ? [allowInsecureRequests] : [])],
  });
  const metadata = config.serverMetadata();
  // The discovery document of a multi-tenant endpoint contains a different issuer than the configured one. Such an
  // endpoint would admit the users of every tenant.
  if (!URL.canParse(metadata.issuer) || new URL(metadata.issuer).href !== url.href) {
    throw new SignInFailure("failed", "its discovery document names another issuer");
  }
  const { authorization_endpoint: authorizationEndpoint = "" } = metadata;
  if (
    !URL.canParse(authorizationEndpoint) ||
    !["https:", url.protocol].includes(new URL(authorizationEndpoint).protocol)
  ) {
    throw new SignInFailure("failed", "its discovery document has no https:// authorization endpoint");
  }
  return config;
}

/**
 * Returns how the client authenticates at the token endpoint. By default, the `Authorization` header contains the
 * secret, because every provider must support this method (RFC 6749 §2.3.1). If the discovery document lists only other
 * methods, the request body contains the secret. If `secret` is null, the client sends no secret.
 */
function clientAuth(secret: string | null): ClientAuth {
  if (secret === null) return None();
  const [byHeader, byBody] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? byHeader : byBody)(server, ...request);
  };
}

async function withSignInFailures<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SignInFailure ? error : explainProviderError(error);
  }
}

/**
 * Returns a function that calls `load` and caches the result: a value for an hour, and a failure for 5 seconds.
 * Concurrent callers share one call of `load` (single flight).
 */
function cacheResult<T>(load: () => Promise<T>): () => Promise<T> {
  let cached: { value: Promise<T>; until: number } | null = null;
  return () => {
    if (cached !== null && performance.now() < cached.until) return cached.value;
    const value = load();
    const entry = { value, until: performance.now() + CACHE_MS };
    cached = entry;
    value.catch(() => {
      entry.until = performance.now() + FAILURE_CACHE_MS;
    });
    return value;
  };
}
