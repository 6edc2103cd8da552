import type { ProviderName } from "assistant-cloud-server";
import { inject } from "vitest";
import type { TokenReport } from "../../../server/src/explain/token-report.ts";

/** A simulated auth provider with the real provider's issuer and token format, and with keys published on loopback. */
export interface TestVendor {
  /** The first `iss` of the provider's tokens. */
  readonly issuer: string;
  /** The address of the provider's keys. */
  readonly jwksUrl: string;
  /**
   * Signs a token in the provider's format. It adds `iss`, `aud`, `iat`, `exp`, `kid` and the claims that each token of
   * the provider contains. `claims` override them; null removes a claim.
   */
  sign(
    claims: Record<string, unknown>,
    options?: { expiresInSeconds?: number; header?: Record<string, unknown> },
  ): Promise<string>;
}

/** Returns the simulated provider of a preset. A server process holds its keys, so that jsdom tests can sign too. */
export function vendorOf(provider: ProviderName): TestVendor {
  const { vendorUrl, issuers } = inject("cloud");
  return {
    issuer: issuers[provider],
    jwksUrl: `${vendorUrl}/${provider}/jwks`,
    async sign(claims, options = {}) {
      const body = JSON.stringify({ claims, ...options });
      const response = await fetch(`${vendorUrl}/${provider}/sign`, { method: "POST", body });
      if (!response.ok) throw new Error(`The vendor did not sign: ${await response.text()}`);
      return ((await response.json()) as { token: string }).token;
    },
  };
}

/** Returns the authority's report about a token, as `rules test` prints it. */
export async function explain(token: string): Promise<TokenReport> {
  const response = await fetch(`${inject("cloud").vendorUrl}/explain`, { method: "POST", body: token });
  if (!response.ok) throw new Error(`No explanation: ${await response.text()}`);
  return (await response.json()) as TokenReport;
}
