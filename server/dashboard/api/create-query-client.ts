import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/** The query key of the session. */
export const SESSION_KEY = ["session"] as const;

/** Creates a query client that ends the session on any 401 response. The page then asks the user to sign in again. */
export function createQueryClient(): QueryClient {
  const onSessionEnd = (error: Error) => {
    if (error instanceof ApiError && error.code === "session_missing") {
      void client.invalidateQueries({ queryKey: SESSION_KEY });
    }
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: onSessionEnd }),
    mutationCache: new MutationCache({ onError: onSessionEnd }),
    defaultOptions: {
      // The authority may run locally, so requests are sent even while the browser is offline.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        // When the session expires, the page stays mounted but hidden, and keeps its data and drafts. Signing out
        // clears the cache.
        gcTime: Number.POSITIVE_INFINITY,
        // Retry after a network error or a 5xx response, which may be temporary. A retry does not change a 4xx
        // response.
        retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      },
    },
  });
  return client;
}
