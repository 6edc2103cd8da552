import { loadingSnapshot, type TokenSnapshot } from "../client/snapshot.ts";
import type { DrivenTokenEngine } from "../client/token-engine.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";

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

/** One component's view of an engine. */
export interface TokenReader {
  /** The same object until something changes that the component has looked at. */
  read(): WorkspaceToken;
  /** The loading state, for a server and for hydration. */
  readOnServer(): WorkspaceToken;
}

/** Makes a reader; progress of refreshes counts as a change from the moment on when it has been read. */
export function createTokenReader(engine: DrivenTokenEngine): TokenReader {
  let watchesProgress = false;
  let onServer: WorkspaceToken | null = null;
  let seen: TokenSnapshot | null = null;
  let result: WorkspaceToken | null = null;

  const progress = () => {
    watchesProgress = true;
    return engine.getSnapshot();
  };
  const refresh = () => engine.refresh().then(ignore, ignore);

  function describe(snapshot: TokenSnapshot): WorkspaceToken {
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
      refresh,
      get isRefreshing() {
        return progress().isRefreshing;
      },
      get refreshError() {
        return progress().refreshError;
      },
    } as WorkspaceToken;
  }

  return {
    read() {
      const snapshot = engine.getSnapshot();
      if (result === null || seen === null || differs(seen, snapshot, watchesProgress)) {
        result = describe(snapshot);
        seen = snapshot;
      }
      return result;
    },
    readOnServer() {
      onServer ??= describe(loadingSnapshot);
      return onServer;
    },
  };
}

function differs(before: TokenSnapshot, after: TokenSnapshot, withProgress: boolean): boolean {
  if (withProgress) return before !== after;
  return before.status !== after.status || before.revision !== after.revision || before.error !== after.error;
}

function ignore(): void {}
