import { useMemo, useSyncExternalStore } from "react";
import { useAuthContext } from "./auth-context.ts";
import { TokenReader, type WorkspaceToken } from "./token-reader.ts";

/** Options of {@link useWorkspaceToken}. */
export interface UseWorkspaceTokenOptions {
  /** Whether to throw to the nearest error boundary when no usable token is available. Default: true. */
  throwOnError?: boolean;
}

/**
 * Returns the workspace token and its state. The engine refreshes the token before it expires. The component rerenders
 * once per new token.
 *
 * While the token is usable, a failed refresh sets `refreshError` and does not throw.
 *
 * @param options whether to throw an error when no usable token is available. Default: true
 * @throws (during rendering) an `AssistantCloudAuthError` when no usable token is available, unless `throwOnError` is
 *   false; `configuration` outside an `AssistantCloudProvider`
 */
export function useWorkspaceToken(options: UseWorkspaceTokenOptions = {}): WorkspaceToken {
  const { engine, subscribe } = useAuthContext();
  const reader = useMemo(() => new TokenReader(engine), [engine]);
  const result = useSyncExternalStore(subscribe, reader.read, reader.readOnServer);
  if (result.error !== null && options.throwOnError !== false) throw result.error;
  return result;
}
