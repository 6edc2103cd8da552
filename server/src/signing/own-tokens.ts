import { checkTimes } from "../../../src/verify/jwt/check-times.ts";
import type { ParsedJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { SigningKeySet, SigningKeys } from "./signing-keys.ts";
import { verifyOwnToken } from "./verify-own-token.ts";

type Claims = ParsedJwt["payload"];

/** The workspace tokens of this authority. A client sends the same one with every request, so those verified are remembered. */
export interface OwnTokens {
  /**
   * Returns the claims of a token that was verified with the keys in force; null for any other.
   *
   * @throws `TokenRefusal` when it has expired since
   */
  recall(token: string): Claims | null;
  /** Verifies a token, as {@link verifyOwnToken} does. */
  verify(jwt: ParsedJwt): Promise<void>;
}

/**
 * Creates the {@link OwnTokens} of a project.
 *
 * @param maxTokens how many are remembered; the oldest make room. Default: 10,000
 */
export function createOwnTokens(
  signingKeys: Pick<SigningKeys, "get">,
  settings: Pick<ProjectSettings, "projectId" | "now">,
  maxTokens = 10_000,
): OwnTokens {
  // By the set of keys: a key that is revoked takes its tokens along.
  const verified = new WeakMap<SigningKeySet, Map<string, Claims>>();

  function remember(keys: SigningKeySet, { text, payload }: ParsedJwt): void {
    const tokens = verified.get(keys) ?? new Map<string, Claims>();
    verified.set(keys, tokens);
    const now = settings.now() / 1000;
    for (const [oldest, { exp }] of tokens) {
      if (tokens.size < maxTokens && Number(exp) > now) break;
      tokens.delete(oldest);
    }
    tokens.set(text, payload);
  }

  return {
    recall(token) {
      const keys = signingKeys.get();
      if (keys instanceof Promise) {
        // A failure to load them is for the verification that follows.
        keys.catch(() => {});
        return null;
      }
      const claims = verified.get(keys)?.get(token);
      if (claims === undefined) return null;
      checkTimes(claims, settings.now());
      return claims;
    },
    async verify(jwt) {
      const keys = await signingKeys.get();
      await verifyOwnToken(jwt, keys, settings);
      remember(keys, jwt);
    },
  };
}
