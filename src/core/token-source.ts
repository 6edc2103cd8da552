/** The argument of every `getToken` call that the engine makes. */
export interface TokenRequest {
  /**
   * Aborts after `sourceTimeoutMs`, at a sign-out or `invalidate()`, when the user or workspace changes, and when the
   * engine is disposed.
   */
  signal: AbortSignal;
  /**
   * Whether the token source must not return a cached token. This is true when the last token was rejected or has
   * expired, or when a caller requested a new token.
   */
  forceRefresh: boolean;
  /**
   * Whether the engine has already received a token for the current user. False for the first call of a user's session.
   * Default: false.
   */
  isRenewal?: boolean;
  /** The base URL of the assistant-ui API, without a trailing slash. */
  baseUrl: string;
  /** The engine's `fetch`. Sources send their requests with it. */
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
   * Identifies the signed-in user and organization, or null when unknown. When the key changes, the engine drops the
   * old token at once. Tabs share tokens only if the key is not null. The key stays in this browser and is never sent.
   * Without types, an app may pass undefined: the engine treats undefined as null, and development builds log a warning.
   */
  readonly key: string | null;
  /**
   * A value, such as the session's id, that changes when the same user gets a new session or a new token. The engine
   * compares values by `===`. When the value changes after a sign-out or a failure, the engine calls the token source
   * again at once. The value stays in this browser and is never sent. Default: none.
   */
  readonly session?: unknown;
  /**
   * Whether the auth provider is still loading. While this is true, the engine does not call this token source. The
   * engine and its `getToken()` calls wait, without a time limit, until the app passes another token source. Default:
   * false.
   */
  readonly isPending?: boolean;
  /**
   * Resolves to a token, or to null when the user is signed out. A rejection with the code `signed_out` has the same
   * effect as null.
   */
  getToken(request: TokenRequest): Promise<string | null>;
}
