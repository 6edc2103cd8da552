import type { QueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo } from "react";
import type { GetToken } from "../client/authorized-fetch.ts";
import type { TokenEngineOptions } from "../client/create-token-engine.ts";
import { normalizeBaseUrl } from "../core/base-url.ts";
import { AuthContext } from "./auth-context.ts";
import { useEngine } from "./use-engine.ts";

/** Props of {@link AssistantCloudProvider}. */
export interface AssistantCloudProviderProps extends TokenEngineOptions {
  /**
   * The app's QueryClient. Pass it to show the engine's state in TanStack Query's devtools. The provider then adds one
   * query to the client. The query contains metadata and never the token. Default: the provider creates its own client.
   */
  queryClient?: QueryClient;
  children?: ReactNode;
}

/**
 * Provides one workspace token to the components below it, and refreshes the token before it expires.
 *
 * You may create `tokenSource` once or at every render. A change of `baseUrl`, `tokenSource.kind` or `tokenSource.key`
 * makes the provider drop the old token at once. The provider reads `clock`, `random`, `sourceTimeoutMs` and
 * `shareAcrossTabs` only at mount and after such a change. All other changed props take effect no later than the next
 * call of the source. On a server, the provider does not call the source and renders the loading state.
 *
 * @throws `configuration` during rendering if `baseUrl`, `tokenSource`, `fetch`, `clock` or `queryClient` is invalid
 */
export function AssistantCloudProvider({ children, queryClient, ...options }: AssistantCloudProviderProps) {
  const { engine, subscribe, untilSettled, inUse, fetch } = useEngine(options, queryClient);
  const getToken: GetToken = useCallback((request) => inUse.get().getToken(request), [inUse]);
  const baseUrl = normalizeBaseUrl(options.baseUrl);
  const value = useMemo(
    () => ({ baseUrl, engine, subscribe, untilSettled, inUse, getToken, fetch }),
    [baseUrl, engine, subscribe, untilSettled, inUse, getToken, fetch],
  );
  return <AuthContext.Provider value={value}>{children}</AuthContext.Provider>;
}
