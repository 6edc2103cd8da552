import type { Identity } from "../base/identity.ts";
import { Refusal } from "../base/refusal.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import { isRefreshToken } from "./refresh-token.ts";
import type { RefreshTokenStore } from "./refresh-token-store.ts";
import { VISITOR_PREFIX } from "./visitor-prefix.ts";

/**
 * Moves the threads of an anonymous visitor to the signed-in user, then revokes the visitor's refresh tokens.
 *
 * The tokens are revoked last. If the move fails, or the process dies before the revocation, the tokens stay valid. The
 * user's browser can then repeat the claim.
 *
 * @param to the signed-in user and workspace
 * @param refreshToken identifies the visitor
 * @returns the number of moved threads
 */
export async function claimThreads(
  tokens: Pick<RefreshTokenStore, "findVisitor" | "revokeFamily">,
  settings: AuthoritySettings,
  to: Identity,
  refreshToken: string,
): Promise<number> {
  const { moveThreads } = settings;
  if (moveThreads === null) throw new Refusal("not_found");
  if (to.userId.startsWith(VISITOR_PREFIX)) throw new Refusal("claim_by_visitor");
  if (!settings.anonymous) throw new Refusal("anonymous_not_allowed");
  if (!isRefreshToken(refreshToken)) throw new Refusal("refresh_token_malformed");
  const visitor = await tokens.findVisitor(refreshToken);
  if (visitor === null) throw new Refusal("refresh_token_unknown");
  const { userId, workspaceId, familyId } = visitor;
  const moved = await moveThreads({ from: { userId, workspaceId }, to });
  if (!Number.isSafeInteger(moved) || moved < 0) {
    throw new TypeError("`moveThreads` must resolve to the number of moved threads.");
  }
  await tokens.revokeFamily(familyId);
  return moved;
}
