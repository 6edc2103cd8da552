/** What the engine hands to a token source at each call. */
export interface TokenRequest {
  /** Aborted at the deadline, at sign-out and when the user or workspace changes. */
  signal: AbortSignal;
  /** True when a cached token must not be returned: the last one was rejected or has expired. */
  forceRefresh: boolean;
  /** True when the engine has had a token of this session: the call renews it. Default: false, the call begins a session. */
  isRenewal?: boolean;
  /** The base URL of the assistant-ui API, without a trailing slash. */
  baseUrl: string;
  /** The `fetch` that the engine was given; sources send their requests with it. */
  fetch: typeof globalThis.fetch;
}

/** Where tokens come from: an auth provider, the app's own backend, or nobody (anonymous visitors). */
export interface TokenSource {
  /**
   * `provider`: `getToken` gives the provider's ID token, which is exchanged for a workspace token.
   * `backend` and `anonymous`: `getToken` gives the workspace token itself.
   */
  readonly kind: "provider" | "backend" | "anonymous";
  /**
   * Names who is signed in and where (user and organization); a change drops the old token at once.
   * Null when nobody says, which also keeps tabs apart. It stays in this browser and is never sent.
   */
  readonly key: string | null;
  /**
   * Changes with a new session or token of the same key, compared by identity, such as the session's id. After a
   * sign-out or a failure the engine then asks again at once. It stays in this browser and is never sent. Default: none.
   */
  readonly session?: unknown;
  /** Whether the provider is still loading: the engine waits without a deadline for the source that follows. Default: false. */
  readonly isPending?: boolean;
  /** Resolves to a token, or to null when the user is signed out; rejecting with `signed_out` means the same. */
  getToken(request: TokenRequest): Promise<string | null>;
}
