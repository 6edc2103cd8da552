import type { TestAuthority } from "assistant-cloud-server/testing";
import { createTokenHandler, type TokenHandlerOptions } from "../../src/backend/index.ts";

/** An app's own server, where a session cookie identifies the user. */
export interface AppBackend {
  /** The URL of the token route. */
  readonly route: string;
  /** Sends a request: to the token route if the URL is `route`, and otherwise to the authority. */
  fetch: typeof globalThis.fetch;
  /** The codes of the errors that the token route logged. */
  readonly failures: string[];
  /** The current session, as `organization:user`; null while signed out. */
  session: string | null;
}

/** Creates an app's server that requests tokens from the authority. Both servers run in this process. */
export function createAppBackend(authority: TestAuthority, options: Partial<TokenHandlerOptions> = {}): AppBackend {
  const route = "https://app.example.com/api/assistant-ui-token";
  const failures: string[] = [];
  const handler = createTokenHandler({
    apiKey: authority.apiKey,
    baseUrl: authority.baseUrl,
    fetch: authority.fetch,
    authorize: (request) => {
      const session = request.headers.get("X-Session");
      return session === null ? null : { workspaceId: session, userId: session.split(":")[1] ?? "" };
    },
    onError: (error) => failures.push(error.code),
    ...options,
  });
  const backend: AppBackend = {
    route,
    failures,
    session: "org_1:user_1",
    fetch: (input, init) => {
      const request = new Request(input, init);
      if (request.url !== route) return authority.fetch(request);
      // A browser sends these headers itself. A `Request` in Node cannot contain `Cookie`, so `X-Session` replaces it.
      request.headers.set("Sec-Fetch-Site", "same-origin");
      if (backend.session !== null) request.headers.set("X-Session", backend.session);
      return handler(request);
    },
  };
  return backend;
}
