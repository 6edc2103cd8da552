import { keepPreviousData, useQuery } from "@tanstack/react-query";

const RELOAD_EVERY_MS = 30_000;

/** The loading state of a document that the authority publishes. */
export type PublishedDocument<T> =
  | { status: "loading" }
  | { status: "ready"; value: T }
  | { status: "failed"; problem: string };

/**
 * Reads a document that the authority publishes. Reloads the document every 30 seconds, and after an outage.
 *
 * @param path relative to the authority's URL
 * @param read a function that parses the body, and returns null for an invalid body
 * @param upSince the time at which the authority last came up, in milliseconds since the epoch; null while the
 * authority is down
 */
export function useDocument<T>(
  authorityUrl: string,
  path: string,
  read: (body: unknown) => T | null,
  upSince: number | null,
): PublishedDocument<T> {
  const { data, error } = useQuery({
    queryKey: ["document", authorityUrl, path, upSince],
    queryFn: async ({ signal }) => {
      const response = await fetch(new URL(path, authorityUrl), { cache: "no-cache", signal });
      if (!response.ok) throw new Error(`The authority responded with HTTP ${response.status}.`);
      const value = read(await response.json());
      if (value === null) throw new Error("The document is not valid.");
      return value;
    },
    enabled: upSince !== null,
    placeholderData: keepPreviousData,
    refetchInterval: RELOAD_EVERY_MS,
    retry: 1,
    networkMode: "always",
  });
  if (data !== undefined) return { status: "ready", value: data };
  return error === null ? { status: "loading" } : { status: "failed", problem: problemOf(error) };
}

/**
 * Returns the message to show for an error. A browser's own messages about failed requests and invalid JSON do not help
 * the user, so the function replaces them with a general message.
 */
function problemOf(error: Error): string {
  return error.constructor === Error ? error.message : "Could not load the document.";
}
