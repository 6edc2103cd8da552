import { useMemo, useSyncExternalStore } from "react";
import { useAuthContext } from "./auth-context.ts";
import { TokenReader, type WorkspaceToken } from "./token-reader.ts";

/** Options of {@link useWorkspaceToken}. */
export interface UseWorkspaceTokenOptions {
  /** Whether to throw to the nearest error boundary when the status is `error`. Default: true. */
  throwOnError?: boolean;
}

/**
 * Returns the workspace token and its state. The engine refreshes the token before it expires. The component rerenders
 * when the token, the status or the error changes.
 *
 * While the token is usable, a failed refresh sets `refreshError` and does not throw.
 *
 * @param options whether to throw when the status is `error`. Default: true
 * @throws (during rendering) an `AssistantCloudAuthError` when the status is `error`, unless `throwOnError` is false;
 *   `configuration` outside an `AssistantCloudProvider`
 */
export function useWorkspaceToken(options: UseWorkspaceTokenOptions = {}): WorkspaceToken {
  const { engine, subscribe } = useAuthContext();
  const reader = useMemo(() => new TokenReader(engine), [engine]);
  const result = useSyncExternalStore(subscribe, reader.read, reader.readOnServer);
  if (result.error !== null && options.throwOnError !== false) throw result.error;
  return result;
}
