import { readJwks } from "../../../src/verify/jwks/read-jwks.ts";
import { fetchJwks } from "../jwks/fetch-jwks.ts";
import type { ProviderNetwork } from "../jwks/provider-network.ts";
import { explainJwksFailure } from "./explain-jwks-failure.ts";

/** The result of fetching a JWKS and reading its keys. */
export interface JwksReport {
  jwksUrl: string;
  /** Whether at least one key fits an algorithm that the auth rule accepts. */
  ok: boolean;
  /** The duration of the request, in milliseconds. */
  tookMs: number;
  /** The usable keys. `algorithms` lists the signing algorithms that fit the key. */
  keys: { kid: string; algorithms: readonly string[] }[];
  /** The number of unusable keys: symmetric, weak, malformed, without `kid`, or for encryption. */
  unusableKeys: number;
  /** The problem and how to fix it; null if the JWKS has no problem. */
  problem: { message: string; remedy: string } | null;
}

/**
 * Fetches a JWKS and reports the keys. The limits are the same as in the token exchange. Connects only to public
 * addresses and to those that `allowInsecure` or `network` allows. Without this restriction, callers could use this
 * function to reach the authority's private network.
 *
 * @param algorithms the algorithms that the auth rule accepts
 * @param allowInsecure whether to allow an `http://` URL on a loopback address
 * @param network the private networks to allow. Default: none.
 */
export async function checkJwks(
  jwksUrl: string,
  algorithms: readonly string[],
  allowInsecure: boolean,
  network?: ProviderNetwork,
): Promise<JwksReport> {
  const start = performance.now();
  const report = (rest: Partial<JwksReport>): JwksReport => {
    const tookMs = Math.round(performance.now() - start);
    return { jwksUrl, ok: false, tookMs, keys: [], unusableKeys: 0, problem: null, ...rest };
  };
  try {
    const document = await fetchJwks(jwksUrl, allowInsecure, network);
    const keys = readJwks(document).map(({ kid, algorithms: of }) => ({ kid, algorithms: of }));
    const unusableKeys = countKeys(document) - keys.length;
    const offered = [...new Set(keys.flatMap((key) => key.algorithms))];
    if (keys.length === 0) {
      const message =
        unusableKeys === 0 ? "The JWKS contains no keys." : "The JWKS contains no key that can verify a token.";
      return report({ unusableKeys, problem: { message, remedy: remedyForNoKeys(unusableKeys) } });
    }
    if (!algorithms.some((algorithm) => offered.includes(algorithm))) {
      const message = `The keys are for ${offered.join(", ")}, but the rule accepts ${algorithms.join(", ")}.`;
      return report({ keys, unusableKeys, problem: { message, remedy: "Add an algorithm of the keys to the rule." } });
    }
    return report({ ok: true, keys, unusableKeys });
  } catch (error) {
    return report({ problem: explainJwksFailure(error, jwksUrl) });
  }
}

function countKeys(document: unknown): number {
  const keys = (document as { keys?: unknown }).keys;
  return Array.isArray(keys) ? keys.length : 0;
}

function remedyForNoKeys(unusableKeys: number): string {
  if (unusableKeys === 0)
    return "The provider may still sign with a shared secret (HS256): enable asymmetric signing keys there.";
  return "A key needs a `kid`, an asymmetric type and, for RSA, at least 2048 bits: enable such a key at the provider.";
}
