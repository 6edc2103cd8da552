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
import { isAdmitted, joinClaims, type OpenIdClaims, toPerson } from "./is-admitted.ts";
import { SignInFailure } from "./sign-in-outcome.ts";

/** For each request to the provider. */
const TIMEOUT_SECONDS = 5;
/** After so long what the provider says of itself is read anew. */
const FRESH_MS = 3_600_000;
/** So long nobody tries again what has just failed. */
const PAUSE_MS = 5_000;

/** What a sign-in is held together by, from its start to its return. */
export interface Handshake {
  state: string;
  nonce: string;
  /** The secret of PKCE (RFC 7636). */
  verifier: string;
}

/** The team's provider, as a client of it. */
export interface OpenIdProvider {
  /** Where to send the browser. Throws a {@link SignInFailure}. */
  startUrl(handshake: Handshake): Promise<URL>;
  /**
   * Redeems the code that the browser came back with and returns who it was; throws a {@link SignInFailure} unless they may enter.
   *
   * @param query the query of the callback's address
   */
  admit(query: string, handshake: Handshake): Promise<AdmittedPerson>;
}

/**
 * Makes the {@link OpenIdProvider}: Authorization Code with PKCE, `state` and `nonce` (OpenID Connect Core 1.0 §3.1, RFC 9700 §2.1). The
 * ID token's signature is checked, although it comes straight from the provider.
 */
export function createOpenIdProvider(
  settings: OpenIdSettings,
  redirectUri: string,
  network: ProviderNetwork,
): OpenIdProvider {
  const configuration = keepFresh(() => discover(settings, network));

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
    const isEnough = isAdmitted(claims, settings);
    if (config.serverMetadata().userinfo_endpoint === undefined) return claims;
    if (isEnough && Object.hasOwn(claims, "name")) return claims;
    // Where the ID token names the person alone, the rest is to be asked for.
    const asked = fetchUserInfo(config, tokens.access_token, claims.sub);
    // A missing display name is no reason to refuse the sign-in.
    return joinClaims(claims, await (isEnough ? asked.catch(() => ({})) : asked));
  }

  return {
    async startUrl({ state, nonce, verifier }) {
      const challenge = await calculatePKCECodeChallenge(verifier);
      return guard(async () =>
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
    async admit(query, handshake) {
      const claims = await guard(async () => readClaims(await configuration(), query, handshake));
      if (!isAdmitted(claims, settings)) throw new SignInFailure("not_allowed");
      return toPerson(claims, settings);
    },
  };
}

/** Reads what a provider says of itself, for `doctor`; throws a {@link SignInFailure} where it cannot be had or does not do. */
export function readProvider(issuer: string, network: ProviderNetwork) {
  const client = { issuer, clientId: "doctor", clientSecret: null };
  return guard(async () => (await discover(client, network)).serverMetadata());
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
  // Those that speak for every tenant of theirs would let in anybody's.
  if (!URL.canParse(metadata.issuer) || new URL(metadata.issuer).href !== url.href) {
    throw new SignInFailure("failed", "its discovery document names another issuer");
  }
  const { authorization_endpoint: entrance = "" } = metadata;
  if (!URL.canParse(entrance) || !["https:", url.protocol].includes(new URL(entrance).protocol)) {
    throw new SignInFailure("failed", "its discovery document names no authorization endpoint of https://");
  }
  return config;
}

/** By the header, which every provider must know (RFC 6749 §2.3.1), unless this one says that it does not. */
function clientAuth(secret: string | null): ClientAuth {
  if (secret === null) return None();
  const [byHeader, byBody] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? byHeader : byBody)(server, ...request);
  };
}

async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SignInFailure ? error : explainProviderError(error);
  }
}

/** Keeps what was loaded for an hour, and what failed for some seconds; callers that come while it loads share the load. */
function keepFresh<T>(load: () => Promise<T>): () => Promise<T> {
  let kept: { value: Promise<T>; until: number } | null = null;
  return () => {
    if (kept !== null && performance.now() < kept.until) return kept.value;
    const value = load();
    const entry = { value, until: performance.now() + FRESH_MS };
    kept = entry;
    value.catch(() => {
      entry.until = performance.now() + PAUSE_MS;
    });
    return value;
  };
}
