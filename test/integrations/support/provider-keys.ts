import type { AuthRuleInput, ProviderName } from "assistant-cloud-server";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { providerFixtures } from "./provider-fixtures.ts";

/** The contents of a token that a simulated provider signs. */
export interface SignRequest {
  /** The claims to add or replace. Null removes a claim. */
  claims: Record<string, unknown>;
  /** The token's lifetime, in seconds; negative for an expired token. Default: 3600. */
  expiresInSeconds?: number;
  header?: Record<string, unknown>;
}

interface ProviderKey {
  kid: string;
  privateKey: CryptoKey;
  jwk: JWK;
}

/**
 * Returns two functions for the keys of the simulated providers. `jwks` lists a provider's public keys, and `sign`
 * signs a token. The first call for a provider creates the provider's key pair.
 */
export function createProviderKeys() {
  const keys = new Map<ProviderName, Promise<ProviderKey>>();

  function keyOf(provider: ProviderName): Promise<ProviderKey> {
    const key = keys.get(provider) ?? createKey(provider);
    keys.set(provider, key);
    return key;
  }

  return {
    jwks: async (provider: ProviderName) => ({ keys: [(await keyOf(provider)).jwk] }),
    async sign(provider: ProviderName, rule: AuthRuleInput, request: SignRequest): Promise<string> {
      const { algorithm, claims, audience = firstOf(rule.audience) } = providerFixtures[provider];
      const { kid, privateKey } = await keyOf(provider);
      const iat = Math.floor(Date.now() / 1000);
      const payload = {
        iss: firstOf(rule.issuer),
        aud: audience,
        iat,
        exp: iat + (request.expiresInSeconds ?? 3600),
        ...claims,
        ...request.claims,
      };
      const included = Object.fromEntries(
        Object.entries(payload).filter(([, value]) => value !== null && value !== undefined),
      );
      return new SignJWT(included)
        .setProtectedHeader({ alg: algorithm, kid, typ: "JWT", ...request.header })
        .sign(privateKey);
    },
  };
}

async function createKey(provider: ProviderName): Promise<ProviderKey> {
  const { algorithm } = providerFixtures[provider];
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const kid = `${provider}-key-1`;
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: "sig" } };
}

const firstOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? null;
