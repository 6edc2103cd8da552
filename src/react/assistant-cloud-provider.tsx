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
   * The app's QueryClient, so that its devtools show the engine. The client then contains one query, which has metadata
   * but never the token. Default: the provider creates its own client.
   */
  queryClient?: QueryClient;
  children?: ReactNode;
}

/**
 * Provides one workspace token to the app below, and refreshes it before it expires.
 *
 * You may create `tokenSource` once or at every render. When `baseUrl`, or the source's `kind` or `key`, changes, the
 * provider drops the old token at once. Other changes take effect at the next call. `clock`, `random` and
 * `sourceTimeoutMs` are read when an engine is created: at mount and after such a change. On a server, the provider
 * makes no call and renders the loading state.
 *
 * @throws `configuration` during rendering if `baseUrl` or `tokenSource` is invalid
 */
export function AssistantCloudProvider({ children, queryClient, ...options }: AssistantCloudProviderProps) {
  const { engine, subscribe, untilSettled, committed, fetch } = useEngine(options, queryClient);
  const getToken: GetToken = useCallback((request) => committed().getToken(request), [committed]);
  const baseUrl = normalizeBaseUrl(options.baseUrl);
  const value = useMemo(
    () => ({ baseUrl, engine, subscribe, untilSettled, committed, getToken, fetch }),
    [baseUrl, engine, subscribe, untilSettled, committed, getToken, fetch],
  );
  return <AuthContext.Provider value={value}>{children}</AuthContext.Provider>;
}
