import type { TokenSource } from "assistant-cloud-auth";

/** The ways in which the page can make its token source misbehave. */
export type SourceFault = "none" | "throws" | "hangs" | "expired" | "null";

/**
 * The same source with a fault put in front of it.
 *
 * @param fetchExpired fetches a token that its issuer really signed and that has really expired
 */
export function withFault(
  source: TokenSource,
  fault: SourceFault,
  fetchExpired: (signal: AbortSignal) => Promise<string>,
): TokenSource {
  const { kind, key } = source;
  return {
    kind,
    key,
    getToken(request) {
      switch (fault) {
        case "none":
          return source.getToken(request);
        case "throws":
          return Promise.reject(new Error("The source was switched to throw."));
        case "hangs":
          return new Promise(() => {});
        case "expired":
          return fetchExpired(request.signal);
        case "null":
          return Promise.resolve(null);
        default:
          return fault satisfies never;
      }
    },
  };
}
