import type { TokenSource } from "../core/token-source.ts";
import type { EngineInspector } from "./engine-inspector.ts";
import type { PiggybackResult } from "./piggyback.ts";
import type { SendWithToken } from "./platform/system-fetch.ts";
import type { TokenSnapshot } from "./snapshot.ts";

/** Returns workspace tokens and refreshes them before they expire. The engine does not depend on React. */
export interface TokenEngine {
  /**
   * Resolves to a usable workspace token, or to null when no user is signed in. If the token is fresh, `getToken()`
   * does not call the token source. If the token is due for a refresh, `getToken()` returns the token at once, and the
   * engine fetches the next token in the background. Near expiry (30 s, or 10 % of the lifetime if that is shorter),
   * `getToken()` waits for the next token. If the engine cannot fetch the next token, `getToken()` returns the current
   * token while the current token is usable.
   *
   * @param options `forceRefresh`: whether to fetch a new token even if the current token is usable. Default: false
   * @throws an `AssistantCloudAuthError` of any code when no usable token is available, or when a forced refresh fails
   */
  getToken(options?: { forceRefresh?: boolean }): Promise<string | null>;
  /**
   * Fetches a new token, even after a sign-out, a refused exchange or a failure that the engine does not retry.
   * Resolves and rejects like `getToken({ forceRefresh: true })`.
   */
  refresh(): Promise<string | null>;
  /** Returns the engine's state without the token. The object stays the same until the state changes. */
  getSnapshot(): TokenSnapshot;
  /** Calls the listener after each change of state; returns a function that unsubscribes it. */
  subscribe(listener: () => void): () => void;
  /**
   * Drops the token. Pending `getToken()` calls reject with `superseded`. The engine's timer, or the next `getToken()`,
   * fetches a new token.
   */
  invalidate(): void;
  /**
   * Resets the engine: clears the last failures, ends the signed-out state and closes the circuit breaker. Then makes
   * one attempt unless the token is fresh. Resolves when the attempt has ended; never rejects. Has no effect while the
   * limit of calls per minute is reached.
   */
  reset(): Promise<void>;
  /**
   * Replaces the token source. If the new source has another kind, key or `isPending`, the engine drops the old token
   * at once, and pending `getToken()` calls reject with `superseded`. But if the old source is pending, these calls
   * wait for the token of the new source. If only the `session` has changed, and the last call reported a sign-out or
   * failed, the engine calls the new source without waiting for the rest of the backoff. In all other cases, the engine
   * first uses the new source at the next call.
   */
  setTokenSource(source: TokenSource): void;
  /**
   * Disposes the engine: drops the token, aborts pending calls, and rejects pending `getToken()` calls with `disposed`.
   */
  dispose(): void;
}

/**
 * An engine without a driver: the engine acts only when one of its functions is called. A driver calls `tick` when the
 * time that `nextActionIn` returns has passed.
 */
export interface EngineCore extends TokenEngine {
  /** The base URL of the assistant-ui API, without a trailing slash. */
  readonly baseUrl: string;
  /**
   * Performs the actions that are due. Resolves when the attempt in flight has ended, or at once if no attempt is in
   * flight. Never rejects.
   *
   * @param isBackOnline whether the browser reports that the network is back, which ends a wait for the network. False
   *   for another event of the page, such as focus. Default: no event of the page has caused the call
   */
  tick(isBackOnline?: boolean): Promise<void>;
  /** Returns the milliseconds until the next action is due, at least 0; null if no action is planned. */
  nextActionIn(): number | null;
  /** Returns the token if it is usable, otherwise null. This function never calls the token source. */
  peek(): string | null;
  /**
   * Replaces the token with one from a response's header, if the new token is fresher and belongs to the same user and
   * workspace.
   */
  adopt(token: string): void;
  /**
   * Signs the user out in all tabs if `token` is the current token. Returns whether `token` was the current token.
   *
   * @param token a token that the server has revoked
   */
  revoke(token: string): boolean;
  /**
   * Sends a user's first request with the ID token, and resolves to the response. Resolves to the workspace token if
   * the engine did not send the request, or if the cloud refused the ID token. The caller must send the request with
   * this workspace token. Resolves to null when no user is signed in.
   *
   * @param url the URL of the request; only requests to URLs below the base URL may carry the ID token
   * @param send sends the request with a token
   * @throws the error of `send`, or an error of `getToken()`
   */
  piggyback(url: string, send: SendWithToken): Promise<PiggybackResult>;
  /** Joins the tabs that share the token source's key; returns a function that leaves them. */
  connect(): () => void;
  /**
   * Returns the start times of recent calls of the token source, on the monotonic clock. If another engine replaces
   * this engine, these calls also count toward the call limit of the new engine.
   */
  recentCalls(): readonly number[];
  /**
   * After a sign-out or a failure, calls the token source again without waiting for the rest of the backoff. In any
   * other state, does nothing. Called when the source has a new session.
   */
  resume(): void;
  /** The interface for devtools. */
  readonly inspector: EngineInspector;
  /**
   * Ends the engine because the engine `next` replaces it. Pending `getToken()` calls reject with `superseded`. If they
   * wait for the auth provider to load, and the base URL stays the same, they get the token of `next` instead.
   */
  supersede(next: EngineCore): void;
}
