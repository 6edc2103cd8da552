import { useMemo, useSyncExternalStore } from "react";
import { useAuthContext } from "./auth-context.ts";
import { TokenReader, type WorkspaceToken } from "./token-reader.ts";

/** What {@link useWorkspaceToken} takes. */
export interface UseWorkspaceTokenOptions {
  /** Throws to the nearest error boundary when no usable token can be had. Default: true. */
  throwOnError?: boolean;
}

/**
 * The workspace token, refreshed ahead of its expiry. Rerenders once for each new token.
 *
 * A failed refresh is no error while the token is usable: see `refreshError`.
 *
 * @throws (while rendering) an `AssistantCloudAuthError` when no usable token can be had, unless `throwOnError` is false;
 *   `configuration` when there is no provider above
 */
export function useWorkspaceToken(options: UseWorkspaceTokenOptions = {}): WorkspaceToken {
  const { engine } = useAuthContext();
  const reader = useMemo(() => new TokenReader(engine), [engine]);
  const result = useSyncExternalStore(engine.subscribe, reader.read, reader.readOnServer);
  if (result.error !== null && options.throwOnError !== false) throw result.error;
  return result;
}
