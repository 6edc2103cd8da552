import type { ProviderName } from "assistant-cloud-server";
import { inject } from "vitest";
import type { TokenReport } from "../../../server/src/explain/token-report.ts";

/**
 * A simulated auth provider. It has the issuer and token format of the real provider. A local server publishes the
 * provider's public keys.
 */
export interface SimulatedProvider {
  /** The provider's issuer; the first issuer if the provider has several. */
  readonly issuer: string;
  /** The URL of the provider's public keys. */
  readonly jwksUrl: string;
  /**
   * Signs a token in the provider's format. The token has `iss`, `iat`, `exp`, `kid` and the provider's usual claims.
   * It has `aud` only if the provider's tokens have `aud`.
   * @param claims claims to add or replace; null removes a claim
   */
  sign(
    claims: Record<string, unknown>,
    options?: { expiresInSeconds?: number; header?: Record<string, unknown> },
  ): Promise<string>;
}

/**
 * Returns the simulated provider of a preset. A server process signs the provider's tokens, because tests in jsdom
 * cannot sign tokens.
 */
export function providerOf(provider: ProviderName): SimulatedProvider {
  const { providerUrl, issuers } = inject("cloud");
  return {
    issuer: issuers[provider],
    jwksUrl: `${providerUrl}/${provider}/jwks`,
    async sign(claims, options = {}) {
      const body = JSON.stringify({ claims, ...options });
      const response = await fetch(`${providerUrl}/${provider}/sign`, { method: "POST", body });
      if (!response.ok) throw new Error(`The simulated provider did not sign: ${await response.text()}`);
      return ((await response.json()) as { token: string }).token;
    },
  };
}

/** Returns the authority's report about a token. The CLI's `rules test` prints the same report. */
export async function explain(token: string): Promise<TokenReport> {
  const response = await fetch(`${inject("cloud").providerUrl}/explain`, { method: "POST", body: token });
  if (!response.ok) throw new Error(`No explanation: ${await response.text()}`);
  return (await response.json()) as TokenReport;
}
