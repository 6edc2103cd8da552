/** The argument of every `getToken` call that the engine makes. */
export interface TokenRequest {
  /** Aborts at the deadline, at sign-out, and when the user or workspace changes. */
  signal: AbortSignal;
  /** When true, the source must not return a cached token: the last one was rejected or has expired. */
  forceRefresh: boolean;
  /**
   * Whether the call renews a session that has already returned a token. Default: false, because the call starts a
   * session.
   */
  isRenewal?: boolean;
  /** The base URL of the assistant-ui API, without a trailing slash. */
  baseUrl: string;
  /** The engine's `fetch`, with which sources send their requests. */
  fetch: typeof globalThis.fetch;
}

/** The source of an engine's tokens: an auth provider, the app's own backend, or the cloud's anonymous sign-in. */
export interface TokenSource {
  /**
   * `provider`: `getToken` returns the provider's ID token, which the engine exchanges for a workspace token.
   * `backend` and `anonymous`: `getToken` returns the workspace token itself.
   */
  readonly kind: "provider" | "backend" | "anonymous";
  /**
   * Identifies the signed-in user and organization; when the key changes, the engine drops the old token at once. Null
   * when unknown; the tabs then do not share tokens. The key stays in this browser and is never sent.
   */
  readonly key: string | null;
  /**
   * A value that changes with each new session or token of the same key, such as the session's id; compared by `===`.
   * When it changes after a sign-out or a failure, the engine calls the source again at once. The value stays in this
   * browser and is never sent. Default: none.
   */
  readonly session?: unknown;
  /**
   * Whether the provider is still loading. The engine then waits, without a deadline, for the next source. Default:
   * false.
   */
  readonly isPending?: boolean;
  /** Resolves to a token, or to null when the user is signed out. Rejecting with `signed_out` also means signed out. */
  getToken(request: TokenRequest): Promise<string | null>;
}
