import { useMemo, useRef } from "react";
import { loadingSnapshot, type TokenSnapshot } from "../client/snapshot.ts";
import type { DrivenTokenEngine } from "../client/token-engine.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";
import { useAuthContext } from "./auth-context.ts";
import { useEngineSnapshot } from "./use-engine-snapshot.ts";

interface Common {
  /** A newer token is being fetched while this one is still usable. Reading it makes the component rerender for it. */
  readonly isRefreshing: boolean;
  /** Why the last refresh failed, while the token is still usable. Reading it makes the component rerender for it. */
  readonly refreshError: AssistantCloudAuthError | null;
  /** Fetches a new token now. Never rejects: look at the result's state. */
  refresh(): Promise<void>;
}

interface Nothing {
  readonly token: null;
  readonly workspaceId: null;
  readonly userId: null;
  readonly expiresAt: null;
}

/** The workspace token and where it stands; a union to switch on by `status`. */
export type WorkspaceToken = Common &
  (
    | ({ readonly status: "loading"; readonly error: null } & Nothing)
    | ({ readonly status: "unauthenticated"; readonly error: null } & Nothing)
    | ({ readonly status: "error"; readonly error: AssistantCloudAuthError } & Nothing)
    | {
        readonly status: "authenticated";
        /** The JWT. Do not store, log or put it in a URL. */
        readonly token: string;
        readonly workspaceId: string;
        readonly userId: string;
        /** On this machine's clock. */
        readonly expiresAt: Date;
        readonly error: null;
      }
  );

/** What {@link useWorkspaceToken} takes. */
export interface UseWorkspaceTokenOptions {
  /** Throws to the nearest error boundary when no usable token can be had. Default: true. */
  throwOnError?: boolean;
}

/**
 * The workspace token, refreshed ahead of its expiry. Rerenders once for each new token.
 *
 * A failed refresh is no error while the token is usable: see `refreshError`.
 *
 * @throws (while rendering) an `AssistantCloudAuthError` when no usable token can be had, unless `throwOnError` is false;
 *   `configuration` when there is no provider above
 */
export function useWorkspaceToken(options: UseWorkspaceTokenOptions = {}): WorkspaceToken {
  const { engine } = useAuthContext();
  const watchesProgress = useRef(false);
  const snapshot = useEngineSnapshot(engine, (before, after) => {
    if (watchesProgress.current) return true;
    return before.status !== after.status || before.revision !== after.revision || before.error !== after.error;
  });
  if (snapshot.error !== null && options.throwOnError !== false) throw snapshot.error;
  return useMemo(() => {
    const onProgressRead = () => {
      watchesProgress.current = true;
    };
    return describe(engine, snapshot, onProgressRead);
  }, [engine, snapshot]);
}

function describe(engine: DrivenTokenEngine, snapshot: TokenSnapshot, onProgressRead: () => void): WorkspaceToken {
  const token = snapshot.status === "authenticated" ? engine.peek() : null;
  // The token may have run out before the engine could say so, as while the machine slept.
  const ranOut = snapshot.status === "authenticated" && token === null;
  const { status, workspaceId, userId, expiresAt, error } = ranOut ? loadingSnapshot : snapshot;
  return {
    status,
    token,
    workspaceId,
    userId,
    expiresAt,
    error,
    get isRefreshing() {
      onProgressRead();
      return snapshot.isRefreshing;
    },
    get refreshError() {
      onProgressRead();
      return snapshot.refreshError;
    },
    refresh: () => engine.refresh().then(ignore, ignore),
  } as WorkspaceToken;
}

function ignore(): void {}
