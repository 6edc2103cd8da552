import type { TestAuthority } from "assistant-cloud-server/testing";
import { createTokenHandler, type TokenHandlerOptions } from "../../src/backend/index.ts";

/** The app's own server, where a session cookie identifies the user. */
export interface AppBackend {
  /** The token route's address, to which {@link AppBackend.fetch} sends requests. */
  readonly route: string;
  /** Sends a request to one of this app's servers: its own server or the assistant-ui API. */
  fetch: typeof globalThis.fetch;
  /** Errors that the token route logged. */
  readonly failures: string[];
  /** The session, as `org:user`; null while signed out. */
  session: string | null;
}

/** Creates an app's backend that uses the authority. Everything runs in this process. */
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
      // A browser adds these headers itself. A Request in Node cannot contain the cookie header.
      request.headers.set("Sec-Fetch-Site", "same-origin");
      if (backend.session !== null) request.headers.set("X-Session", backend.session);
      return handler(request);
    },
  };
  return backend;
}
