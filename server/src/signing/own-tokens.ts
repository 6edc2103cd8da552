import { checkTimes } from "../../../src/verify/jwt/check-times.ts";
import type { ParsedJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { RevocationList } from "../revocations/revocation-list.ts";
import type { Revocations } from "../revocations/revocations.ts";
import type { SigningKeySet, SigningKeys } from "./signing-keys.ts";
import { verifyOwnToken } from "./verify-own-token.ts";

type Claims = ParsedJwt["payload"];

/**
 * Verifies the workspace tokens that this authority has issued. Caches verified tokens, because clients send the same
 * token with every request.
 */
export interface OwnTokens {
  /**
   * Returns the claims of a verified token from the cache. Returns null if the token is not cached, or if the signing
   * keys have changed since its verification. Also returns null if the keys or the revocations are not in memory.
   *
   * @throws `TokenRefusal` if the token has expired since its verification; `token_revoked` if the token was revoked
   */
  getCached(token: string): Claims | null;
  /**
   * Verifies a token with {@link verifyOwnToken}, then adds it to the cache. Throws `token_revoked` for a revoked
   * token.
   */
  verify(jwt: ParsedJwt): Promise<void>;
}

/**
 * Creates the {@link OwnTokens} of a project.
 *
 * @param maxTokens the maximum number of cached tokens. If there are more, the oldest tokens are evicted. Default:
 *   10,000.
 */
export function createOwnTokens(
  signingKeys: Pick<SigningKeys, "get">,
  settings: Pick<ProjectSettings, "projectId" | "now">,
  revocations: Pick<Revocations, "live">,
  maxTokens = 10_000,
): OwnTokens {
  // Each key set has its own cache. A change of the signing keys creates a new key set, so the tokens of a revoked key
  // are no longer found.
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
    getCached(token) {
      const keys = loadedOrNull(signingKeys.get());
      const revoked = loadedOrNull(revocations.live());
      if (keys === null || revoked === null) return null;
      const claims = verified.get(keys)?.get(token);
      if (claims === undefined) return null;
      checkTimes(claims, settings.now());
      checkRevoked(revoked, claims);
      return claims;
    },
    async verify(jwt) {
      const keys = await signingKeys.get();
      await verifyOwnToken(jwt, keys, settings);
      checkRevoked(await revocations.live(), jwt.payload);
      remember(keys, jwt);
    },
  };
}

/**
 * Returns the value if it is already loaded; null if it is a promise. Ignores a rejection of the promise, because
 * `verify` loads the value again and reports the error.
 */
function loadedOrNull<T extends object>(value: T | Promise<T>): T | null {
  if (!(value instanceof Promise)) return value;
  value.catch(() => {});
  return null;
}

function checkRevoked(revoked: RevocationList, { sub, workspace_id, iat }: Claims): void {
  revoked.checkWorkspaceToken({ userId: String(sub), workspaceId: String(workspace_id) }, iat);
}
