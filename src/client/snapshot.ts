import type { AssistantCloudAuthError } from "../core/errors.ts";
import type { BreakerReason, EngineState } from "./engine-state.ts";

/**
 * The engine's public state, without the token. The object is immutable, and the engine returns the same object until
 * the state changes.
 */
export interface TokenSnapshot {
  /**
   * `loading`: the engine waits for a token, for example before the first attempt has ended or after `invalidate()`.
   * `authenticated`: the engine has a usable token, even if the last refresh failed. `unauthenticated`: no user is
   * signed in. `error`: no usable token is available; the field `error` contains the reason.
   */
  readonly status: "loading" | "authenticated" | "unauthenticated" | "error";
  /** Incremented with every new token. */
  readonly revision: number;
  readonly workspaceId: string | null;
  readonly userId: string | null;
  readonly projectId: string | null;
  /** When the token expires, on the local wall clock; null without a token. */
  readonly expiresAt: Date | null;
  /** When the engine starts to refresh the token, on the local wall clock; null without a token. */
  readonly refreshAt: Date | null;
  /** Whether the engine is fetching a newer token while the current one is still usable. */
  readonly isRefreshing: boolean;
  /** The error of the last refresh, while the token is still usable; null if that refresh succeeded. */
  readonly refreshError: AssistantCloudAuthError | null;
  /** Why no usable token is available; null in all states other than `error`. */
  readonly error: AssistantCloudAuthError | null;
  /** Why the circuit breaker is open; null while it is closed. */
  readonly breaker: BreakerReason | null;
  /** Whether the token's age is known; false for tokens without an `iat` claim. */
  readonly ageKnown: boolean;
}

/** The snapshot on a server, and in a browser before the first attempt has ended. */
export const loadingSnapshot: TokenSnapshot = {
  status: "loading",
  revision: 0,
  workspaceId: null,
  userId: null,
  projectId: null,
  expiresAt: null,
  refreshAt: null,
  isRefreshing: false,
  refreshError: null,
  error: null,
  breaker: null,
  ageKnown: true,
};

/** Converts the engine's state to its public snapshot. */
export function toSnapshot(state: EngineState): TokenSnapshot {
  const { held, breaker, revision, ended } = state;
  if (held !== null) {
    const { claims, received, life, dueAt } = held;
    return {
      status: "authenticated",
      revision,
      workspaceId: claims.workspaceId,
      userId: claims.userId,
      projectId: claims.projectId,
      expiresAt: new Date(received.wall + life),
      refreshAt: new Date(dueAt),
      isRefreshing: state.attempting,
      refreshError: state.failure,
      error: null,
      breaker,
      ageKnown: claims.issuedAt !== null,
    };
  }
  if (ended === "signed_out") return { ...loadingSnapshot, revision, status: "unauthenticated" };
  const error = state.refusal;
  return { ...loadingSnapshot, revision, error, breaker, status: error === null ? "loading" : "error" };
}
