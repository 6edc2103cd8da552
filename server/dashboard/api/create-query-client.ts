import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/** The query key of the session. */
export const SESSION_KEY = ["session"] as const;

/** Creates a query client that ends the session on any 401, so that the page asks the user to sign in again. */
export function createQueryClient(): QueryClient {
  const noteEnd = (error: Error) => {
    if (error instanceof ApiError && error.code === "session_missing") {
      void client.invalidateQueries({ queryKey: SESSION_KEY });
    }
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noteEnd }),
    mutationCache: new MutationCache({ onError: noteEnd }),
    defaultOptions: {
      // The authority may run on this machine, so requests are sent even while the browser is offline and fail at once.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        // When the session ends, the page stays mounted but hidden, with its data and drafts. A sign-out clears the cache.
        gcTime: Number.POSITIVE_INFINITY,
        // A 4xx response does not change on a retry; a network error or a 5xx response may.
        retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      },
    },
  });
  return client;
}
