import type { GetToken } from "../client/authorized-fetch.ts";
import type { PiggybackResult } from "../client/piggyback.ts";
import type { SendWithToken } from "../client/platform/system-fetch.ts";
import type { EngineCore } from "../client/token-engine.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { decodeWorkspaceToken, type WorkspaceTokenClaims } from "../core/workspace-token.ts";

type Owner = Pick<WorkspaceTokenClaims, "userId" | "workspaceId">;

/**
 * Reads tokens of an engine. All tokens belong to one owner. The owner is the user and workspace of the first token
 * that the reader gets from the engine.
 */
export interface OwnerTokens {
  /** Returns the engine's token; rejects with `superseded` once the engine has another owner's token. */
  readonly getToken: GetToken;
  /**
   * Until the owner is known, calls the engine's `piggyback` and returns its result. Once the owner is known, sends
   * nothing and resolves to a token of the owner, or to null if no user is signed in. The caller must then send the
   * request with this token.
   */
  piggyback(url: string, send: SendWithToken): Promise<PiggybackResult>;
  /**
   * Returns whether the engine's current user or workspace differs from the owner. If the owner is not known yet, the
   * current user and workspace become the owner. Returns false if the engine has no current user and workspace.
   */
  hasOtherOwner(): boolean;
}

/**
 * Creates a reader of an engine's tokens. The reader accepts only tokens of one owner, because a client must never send
 * another user's token. The engine's user can change if the token source has no key.
 */
export function createOwnerTokens(engine: Pick<EngineCore, "getToken" | "getSnapshot" | "piggyback">): OwnerTokens {
  let owner: Owner | null = null;
  let checked: string | null = null;

  function isOwner(next: Owner): boolean {
    owner ??= { userId: next.userId, workspaceId: next.workspaceId };
    return owner.userId === next.userId && owner.workspaceId === next.workspaceId;
  }

  function check<T extends PiggybackResult>(token: T): T {
    if (typeof token !== "string" || token === checked) return token;
    if (!isOwner(decodeWorkspaceToken(token, "The token source"))) {
      const message = forDeveloper("This client belongs to a previous user or workspace.");
      throw new AssistantCloudAuthError("superseded", message, {
        remedy: forDeveloper(
          "Use the current client from useAssistantCloud(), and remount the component that keeps the old one with a new `key`.",
        ),
      });
    }
    checked = token;
    return token;
  }

  return {
    getToken: async (options) => check(await engine.getToken(options)),
    piggyback: async (url, send) => check(await (owner === null ? engine.piggyback(url, send) : engine.getToken())),
    hasOtherOwner() {
      const { userId, workspaceId } = engine.getSnapshot();
      return userId !== null && workspaceId !== null && !isOwner({ userId, workspaceId });
    },
  };
}
