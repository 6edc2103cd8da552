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
   * The app's QueryClient, so that its devtools show the engine. It then contains one query with metadata but without
   * the token. Default: the provider creates its own.
   */
  queryClient?: QueryClient;
  children?: ReactNode;
}

/**
 * Provides one workspace token to the app below, and refreshes it before it expires.
 *
 * You may create `tokenSource` once or at every render. When its `kind` or `key`, or `baseUrl`, changes, the provider
 * drops the old token at once; other changes take effect at the next call. `clock`, `random` and `sourceTimeoutMs` are
 * read when an engine is created: at mount and after such a change. On a server it makes no call and renders the
 * loading state.
 *
 * @throws `configuration` while rendering for an invalid `baseUrl` or `tokenSource`
 */
export function AssistantCloudProvider({ children, queryClient, ...options }: AssistantCloudProviderProps) {
  const { engine, untilSettled, committed, fetch } = useEngine(options, queryClient);
  const getToken: GetToken = useCallback((request) => committed().getToken(request), [committed]);
  const baseUrl = normalizeBaseUrl(options.baseUrl);
  const value = useMemo(
    () => ({ baseUrl, engine, untilSettled, committed, getToken, fetch }),
    [baseUrl, engine, untilSettled, committed, getToken, fetch],
  );
  return <AuthContext.Provider value={value}>{children}</AuthContext.Provider>;
}
