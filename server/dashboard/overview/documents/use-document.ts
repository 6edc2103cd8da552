import { keepPreviousData, useQuery } from "@tanstack/react-query";

const RELOAD_EVERY_MS = 30_000;

/** A document that the authority publishes, as far as it is here. */
export type PublishedDocument<T> =
  | { status: "loading" }
  | { status: "ready"; value: T }
  | { status: "failed"; problem: string };

/**
 * Reads a document of the authority.
 *
 * @param path below the authority's URL
 * @param read gives null when the body is something else
 * @param upSince since when the authority has been up, null while it is not: after an outage the document may be another
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
      if (!response.ok) throw new Error(`It answered with HTTP ${response.status}.`);
      const value = read(await response.json());
      if (value === null) throw new Error("What it publishes there is not readable.");
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

/** The words of a `fetch` or a parser that failed are the browser's, and no help. */
function problemOf(error: Error): string {
  return error.constructor === Error ? error.message : "It could not be read.";
}
