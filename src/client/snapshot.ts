import type { AssistantCloudAuthError } from "../core/errors.ts";
import type { BreakerReason, EngineState } from "./engine-state.ts";

/** Where the engine stands, without the token. Immutable, and the same object until something changes. */
export interface TokenSnapshot {
  /**
   * `loading`: no attempt has ended yet. `authenticated`: a usable token is held, whatever became of the
   * last refresh. `unauthenticated`: the source says that nobody is signed in. `error`: no usable token can be had.
   */
  readonly status: "loading" | "authenticated" | "unauthenticated" | "error";
  /** Raised with every new token. */
  readonly revision: number;
  readonly workspaceId: string | null;
  readonly userId: string | null;
  readonly projectId: string | null;
  /** When the token expires, on this machine's wall clock. */
  readonly expiresAt: Date | null;
  /** When it is refreshed ahead of that. */
  readonly refreshAt: Date | null;
  /** A newer token is being fetched while this one is still usable. */
  readonly isRefreshing: boolean;
  /** Why the last refresh failed, while the token is still usable. */
  readonly refreshError: AssistantCloudAuthError | null;
  /** Why no token can be had. */
  readonly error: AssistantCloudAuthError | null;
  /** Why the circuit breaker is open; null while it is closed. */
  readonly breaker: BreakerReason | null;
  /** Whether the token's age is known; false for tokens without an `iat` claim. */
  readonly ageKnown: boolean;
}

/** What a server renders, and a browser before its first attempt has ended. */
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

/** The public view of a state. */
export function takeSnapshot(state: EngineState): TokenSnapshot {
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
