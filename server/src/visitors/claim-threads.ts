import type { Identity } from "../base/identity.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import { faults } from "../http/http-fault.ts";
import type { RefreshLine } from "./refresh-line.ts";
import { isRefreshToken } from "./refresh-token.ts";
import { VISITOR_PREFIX } from "./visitor-prefix.ts";

/**
 * Hands what a visitor has to the user that the visitor signed in as, and ends the visitor's tokens.
 *
 * The threads are moved first: if that fails, or the process dies, the visitor still has the token and the claim can be made again.
 *
 * @returns how many threads were moved
 */
export async function claimThreads(
  line: Pick<RefreshLine, "look" | "end">,
  settings: AuthoritySettings,
  to: Identity,
  refreshToken: string,
): Promise<number> {
  const { moveThreads } = settings;
  if (moveThreads === null) throw faults.notFound();
  if (to.userId.startsWith(VISITOR_PREFIX)) throw faults.claimByVisitor();
  if (!settings.anonymous) throw faults.anonymousOff();
  if (!isRefreshToken(refreshToken)) throw faults.refreshTokenMalformed();
  const found = await line.look(refreshToken);
  if (found === null) throw faults.refreshTokenUnknown();
  const { userId, workspaceId, familyId } = found;
  const moved = await moveThreads({ from: { userId, workspaceId }, to });
  if (!Number.isSafeInteger(moved) || moved < 0) {
    throw new TypeError("`moveThreads` must resolve to the number of threads that it moved.");
  }
  await line.end(familyId);
  return moved;
}
