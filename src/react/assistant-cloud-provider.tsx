import type { QueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { createAuthorizedFetch, type GetToken } from "../client/authorized-fetch.ts";
import type { TokenEngineOptions } from "../client/create-token-engine.ts";
import { normalizeBaseUrl } from "../core/base-url.ts";
import { AuthContext } from "./auth-context.ts";
import { useEngine } from "./use-engine.ts";

/** What {@link AssistantCloudProvider} takes. */
export interface AssistantCloudProviderProps extends TokenEngineOptions {
  /**
   * The app's own QueryClient, to see the engine in its devtools. It then holds one query of metadata, without the
   * token. Default: a client of the provider's own, hidden from the app.
   */
  queryClient?: QueryClient;
  children?: ReactNode;
}

/**
 * Holds the token source for the app below, and one workspace token that is refreshed before it expires.
 *
 * `tokenSource` may be made once or at every render: a change of its `kind` or `key`, or of `baseUrl`, drops the old
 * token at once; any other change is taken up at the next call. `clock`, `random` and `sourceTimeoutMs`
 * are read when an engine is made. On a server nothing is called; what renders is the loading state.
 *
 * @throws `configuration` while rendering, when `baseUrl` or `tokenSource` cannot be used
 */
export function AssistantCloudProvider({ children, queryClient, ...options }: AssistantCloudProviderProps) {
  const { engine, untilSettled, committed, fetch } = useEngine(options, queryClient);
  const [calls] = useState(() => {
    const getToken: GetToken = (request) => committed().getToken(request);
    return { getToken, authorizedFetch: createAuthorizedFetch(committed, fetch) };
  });
  const baseUrl = normalizeBaseUrl(options.baseUrl);
  const value = useMemo(() => ({ baseUrl, engine, untilSettled, ...calls }), [baseUrl, engine, untilSettled, calls]);
  return <AuthContext.Provider value={value}>{children}</AuthContext.Provider>;
}
