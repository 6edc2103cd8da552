import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/** The key under which the session is kept. */
export const SESSION_KEY = ["session"] as const;

/** A client for which an answer of 401, wherever it comes, ends the session: the page then asks to sign in again. */
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
      // The authority may be on this very machine; who is offline is told so at once, in place of waiting.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        // A page whose session ended waits out of sight, with what was typed over what was read. A sign-out drops it all.
        gcTime: Number.POSITIVE_INFINITY,
        // What was refused stays refused; what could not be reached is worth another try.
        retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      },
    },
  });
  return client;
}
