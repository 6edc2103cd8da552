import { useMemo } from "react";
import type { TokenSnapshot } from "../client/snapshot.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";
import { useAuthContext } from "./auth-context.ts";
import { useEngineSnapshot } from "./use-engine-snapshot.ts";

/** Who is signed in, without the token; a union to switch on by `status`. */
export type AuthStatus =
  | { readonly status: "authenticated"; readonly workspaceId: string; readonly userId: string; readonly error: null }
  | { readonly status: "loading"; readonly workspaceId: null; readonly userId: null; readonly error: null }
  | { readonly status: "unauthenticated"; readonly workspaceId: null; readonly userId: null; readonly error: null }
  | {
      readonly status: "error";
      readonly workspaceId: null;
      readonly userId: null;
      readonly error: AssistantCloudAuthError;
    };

/**
 * Whether somebody is signed in, and who. Does not rerender when the token is refreshed, and never throws for a
 * failed one.
 *
 * @throws `configuration` when there is no provider above
 */
export function useAuthStatus(): AuthStatus {
  const { engine } = useAuthContext();
  const { status, workspaceId, userId, error } = useEngineSnapshot(engine, differs);
  return useMemo(() => ({ status, workspaceId, userId, error }) as AuthStatus, [status, workspaceId, userId, error]);
}

function differs(a: TokenSnapshot, b: TokenSnapshot): boolean {
  return a.status !== b.status || a.workspaceId !== b.workspaceId || a.userId !== b.userId || a.error !== b.error;
}
