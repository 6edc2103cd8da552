import type { GetToken } from "../client/authorized-fetch.ts";
import type { Carried } from "../client/carrier.ts";
import type { SendWithToken } from "../client/platform/system-fetch.ts";
import type { EngineCore } from "../client/token-engine.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { decodeWorkspaceToken, type WorkspaceTokenClaims } from "../core/workspace-token.ts";

type Owner = Pick<WorkspaceTokenClaims, "userId" | "workspaceId">;

/** An engine's tokens as long as they belong to one user and workspace: that of the first one. */
export interface OwnTokens {
  /** As the engine's, but rejects with `superseded` once the engine holds somebody else's token. */
  readonly getToken: GetToken;
  /** As the engine's; once the owner is known, a request waits for a token that is theirs. */
  carry(url: string, send: SendWithToken): Promise<Carried>;
  /** Whether the engine holds somebody else's token now. */
  haveChangedHands(): boolean;
}

/**
 * Binds an engine's tokens to their first owner. An engine whose source has no key may go over from one user to the
 * next, and a client that was made for the one must not speak for the other.
 */
export function createOwnTokens(engine: Pick<EngineCore, "getToken" | "getSnapshot" | "carry">): OwnTokens {
  let owner: Owner | null = null;
  let checked: string | null = null;

  function isOurs(next: Owner): boolean {
    owner ??= { userId: next.userId, workspaceId: next.workspaceId };
    return owner.userId === next.userId && owner.workspaceId === next.workspaceId;
  }

  function check<T extends Carried>(token: T): T {
    if (typeof token !== "string" || token === checked) return token;
    if (!isOurs(decodeWorkspaceToken(token, "The token source"))) {
      const gone = forDeveloper("This client belongs to a user or workspace that has gone.");
      throw new AssistantCloudAuthError("superseded", gone, {
        remedy: forDeveloper(
          "Take the present client from useAssistantCloud(); give what keeps the old one a new `key`.",
        ),
      });
    }
    checked = token;
    return token;
  }

  return {
    getToken: async (options) => check(await engine.getToken(options)),
    carry: async (url, send) => check(await (owner === null ? engine.carry(url, send) : engine.getToken())),
    haveChangedHands() {
      const { userId, workspaceId } = engine.getSnapshot();
      return userId !== null && workspaceId !== null && !isOurs({ userId, workspaceId });
    },
  };
}
