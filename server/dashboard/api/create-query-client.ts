import { MutationCache, notifyManager, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/** The query key of the admin's session. */
export const SESSION_KEY = ["session"] as const;

/**
 * Creates the query client of the dashboard. After a response with the code `session_missing`, the client reads the
 * session again, and the dashboard shows the sign-in form.
 */
export function createQueryClient(): QueryClient {
  // The page renders a state change before the browser handles the next event. By default, a busy browser can handle
  // the second click of a double click first, and the button does not yet know that its action is running.
  notifyManager.setScheduler(queueMicrotask);
  const onSessionEnd = (error: Error) => {
    if (error instanceof ApiError && error.code === "session_missing") {
      void client.invalidateQueries({ queryKey: SESSION_KEY });
    }
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: onSessionEnd }),
    mutationCache: new MutationCache({ onError: onSessionEnd }),
    defaultOptions: {
      // The authority may run on this machine, so requests are sent even while the browser is offline.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        // When the session expires, the page is hidden but stays mounted. The cache must keep the page's data until the
        // user has signed in again. Signing out clears the cache.
        gcTime: Number.POSITIVE_INFINITY,
        // A network error or a 5xx response may be temporary, so the request is repeated. A 4xx response would be the
        // same again.
        retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      },
    },
  });
  return client;
}
