import { useSyncExternalStore } from "react";
import type { EngineCore } from "../client/token-engine.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";
import { useAuthContext } from "./auth-context.ts";

/** The auth status and the signed-in user's ids, without the token: a union discriminated by `status`. */
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
 * Returns the auth status and the signed-in user's ids. A token refresh does not rerender the component. The hook does
 * not throw the engine's errors, but returns them with the status `error`.
 *
 * @throws `configuration` outside an `AssistantCloudProvider`
 */
export function useAuthStatus(): AuthStatus {
  const { engine, subscribe } = useAuthContext();
  return useSyncExternalStore(subscribe, statusReaderOf(engine), loading);
}

const onServer: AuthStatus = { status: "loading", workspaceId: null, userId: null, error: null };
const loading = (): AuthStatus => onServer;

const readers = new WeakMap<EngineCore, () => AuthStatus>();

/**
 * Returns the function that reads an engine's status. All components share the engine's function, so mounting another
 * component creates no function.
 */
function statusReaderOf(engine: EngineCore): () => AuthStatus {
  const reader = readers.get(engine) ?? createStatusReader(engine);
  readers.set(engine, reader);
  return reader;
}

/** Creates a function that returns the same object until the status, the ids or the error changes. */
function createStatusReader(engine: EngineCore): () => AuthStatus {
  let current: AuthStatus | null = null;
  return () => {
    const { status, workspaceId, userId, error } = engine.getSnapshot();
    if (
      current?.status !== status ||
      current.workspaceId !== workspaceId ||
      current.userId !== userId ||
      current.error !== error
    ) {
      current = { status, workspaceId, userId, error } as AuthStatus;
    }
    return current;
  };
}
