import type { TokenSource } from "../core/token-source.ts";
import type { Carried } from "./carrier.ts";
import type { EngineInspector } from "./engine-inspector.ts";
import type { SendWithToken } from "./platform/system-fetch.ts";
import type { TokenSnapshot } from "./snapshot.ts";

/** Hands out workspace tokens and keeps them fresh. Knows no React. */
export interface TokenEngine {
  /**
   * Resolves to a usable workspace token, or to null when nobody is signed in. A fresh token is given
   * without a call; one that is due is given at once while its successor is fetched.
   *
   * @param options `forceRefresh`: true for another token than the one held now. Default: false
   * @throws an `AssistantCloudAuthError` of any code when no usable token can be had
   */
  getToken(options?: { forceRefresh?: boolean }): Promise<string | null>;
  /** Fetches a new token now, also after a sign-out or a refusal. Resolves and rejects as `getToken`. */
  refresh(): Promise<string | null>;
  /** Where the engine stands, without the token; the same object until something changes. */
  getSnapshot(): TokenSnapshot;
  /** Calls back after each change; returns a function that stops it. */
  subscribe(listener: () => void): () => void;
  /** Throws the token away, and the results of calls under way; the next read fetches a new one. */
  invalidate(): void;
  /** Forgets failures and the open breaker and makes one new attempt. Resolves when it has ended; never rejects. */
  reset(): Promise<void>;
  /**
   * Uses another source from the next call on. When its kind or key differs, the old token is dropped at once; when only
   * its `session` does, the engine asks again after a sign-out or a failure.
   */
  setTokenSource(source: TokenSource): void;
  /** Ends the engine: the token is wiped, calls under way are aborted, waiters reject with `disposed`. */
  dispose(): void;
}

/** An engine without a driver: it acts only when it is called. A driver calls `tick` when `nextActionIn` has passed. */
export interface EngineCore extends TokenEngine {
  /**
   * Does what is due. Resolves when a call under way has ended; never rejects.
   *
   * @param isBackOnline the network is said to be back, so waits for it are over. Default: false
   */
  tick(isBackOnline?: boolean): Promise<void>;
  /** Milliseconds until something is due, from 0; null when nothing will be. */
  nextActionIn(): number | null;
  /** The usable token now, without any call; null when there is none. */
  peek(): string | null;
  /** Takes up a token that a response's header carried, if it is fresher and of the same user and workspace. */
  adopt(token: string): void;
  /** Signs out in all tabs when the server has revoked the present token; returns whether it was that one. */
  revoke(token: string): boolean;
  /**
   * Lets a request carry the ID token when it is the first one of its user, and resolves to its answer. Otherwise it resolves
   * and rejects as `getToken()`: the request is still to be sent, again if `send` was called.
   *
   * @param url where `send` sends to; the ID token is for the base URL alone
   */
  carry(url: string, send: SendWithToken): Promise<Carried>;
  /** Joins the tabs that share the source's key; returns a function that leaves them. */
  connect(): () => void;
  /** When the source was called, for the limit over the engines that follow one another. */
  recentCalls(): readonly number[];
  /** Asks again at once after a sign-out or a failure, because the source has a new session. */
  resume(): void;
  /** What devtools read and change. */
  readonly inspector: EngineInspector;
  /** Ends the engine because another takes its place: waiters reject with `superseded`. */
  supersede(): void;
}
