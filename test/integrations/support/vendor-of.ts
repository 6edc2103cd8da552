import type { ProviderName } from "assistant-cloud-server";
import { inject } from "vitest";
import type { TokenReport } from "../../../server/src/explain/token-report.ts";

/** A vendor that stands in for the real one: same issuer, same shape of tokens, its keys published on loopback. */
export interface TestVendor {
  /** The first `iss` of its tokens. */
  readonly issuer: string;
  /** Where its keys are published. */
  readonly jwksUrl: string;
  /**
   * Signs a token of the vendor's shape: `iss`, `aud`, `iat`, `exp` and `kid` are filled in, as are claims that every
   * token of the vendor has. `claims` come on top, and one that is null is left out.
   */
  sign(
    claims: Record<string, unknown>,
    options?: { expiresInSeconds?: number; header?: Record<string, unknown> },
  ): Promise<string>;
}

/** The vendor of a preset. Keys live outside of this process, so that a token may be signed in jsdom too. */
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

/** What the authority says of a token and why, as `rules test` prints it. */
export async function explain(token: string): Promise<TokenReport> {
  const response = await fetch(`${inject("cloud").vendorUrl}/explain`, { method: "POST", body: token });
  if (!response.ok) throw new Error(`No explanation: ${await response.text()}`);
  return (await response.json()) as TokenReport;
}
