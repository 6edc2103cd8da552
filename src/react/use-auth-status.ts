import { useSyncExternalStore } from "react";
import type { EngineCore } from "../client/token-engine.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";
import { useAuthContext } from "./auth-context.ts";

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
  return useSyncExternalStore(engine.subscribe, statusReaderOf(engine), loading);
}

const onServer: AuthStatus = { status: "loading", workspaceId: null, userId: null, error: null };
const loading = (): AuthStatus => onServer;

const readers = new WeakMap<EngineCore, () => AuthStatus>();

/** One reader for all components: a hook that makes nothing of its own mounts as fast as a context read. */
function statusReaderOf(engine: EngineCore): () => AuthStatus {
  const known = readers.get(engine) ?? createStatusReader(engine);
  readers.set(engine, known);
  return known;
}

/** Makes a function that gives the same object until status or identity change. */
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
