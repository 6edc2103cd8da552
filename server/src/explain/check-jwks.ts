import { readJwks } from "../../../src/verify/jwks/read-jwks.ts";
import { fetchJwks } from "../jwks/fetch-jwks.ts";
import type { ProviderNetwork } from "../jwks/provider-network.ts";
import { explainJwksFailure } from "./explain-jwks-failure.ts";

/** What stands behind a JWKS URL right now. */
export interface JwksReport {
  jwksUrl: string;
  /** Whether keys came that a token can be verified with under the rule's algorithms. */
  ok: boolean;
  /** How long the endpoint took, in milliseconds. */
  tookMs: number;
  /** The sound keys, and what each can verify. */
  keys: { kid: string; algorithms: readonly string[] }[];
  /** How many keys were left out: symmetric, weak, without `kid`, or for encryption. */
  leftOut: number;
  /** What is wrong, and what to do; null when nothing is. */
  problem: { message: string; remedy: string } | null;
}

/**
 * Fetches a JWKS URL as a rule would, with the same limits: only public addresses, so that it is no way into the
 * network of the authority.
 *
 * @param algorithms those of the rule
 * @param network where providers may be. Default: on the public internet
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
    return { jwksUrl, ok: false, tookMs, keys: [], leftOut: 0, problem: null, ...rest };
  };
  try {
    const document = await fetchJwks(jwksUrl, allowInsecure, network);
    const keys = readJwks(document).map(({ kid, algorithms: of }) => ({ kid, algorithms: of }));
    const leftOut = countKeys(document) - keys.length;
    const offered = [...new Set(keys.flatMap((key) => key.algorithms))];
    if (keys.length === 0) {
      const message = leftOut === 0 ? "The JWKS holds no keys." : "The JWKS holds no key that can verify a token.";
      return report({ leftOut, problem: { message, remedy: remedyForNoKeys(leftOut) } });
    }
    if (!algorithms.some((algorithm) => offered.includes(algorithm))) {
      const message = `The keys are for ${offered.join(", ")}, the rule accepts ${algorithms.join(", ")}.`;
      return report({ keys, leftOut, problem: { message, remedy: "Let the rule accept what the keys are for." } });
    }
    return report({ ok: true, keys, leftOut });
  } catch (error) {
    return report({ problem: explainJwksFailure(error, jwksUrl) });
  }
}

function countKeys(document: unknown): number {
  const keys = (document as { keys?: unknown }).keys;
  return Array.isArray(keys) ? keys.length : 0;
}

function remedyForNoKeys(leftOut: number): string {
  if (leftOut === 0)
    return "The provider may still sign with a shared secret (HS256): turn on asymmetric signing keys there.";
  return "Keys need a `kid`, an asymmetric type, and for RSA 2048 bits: turn on such a key at the provider.";
}
