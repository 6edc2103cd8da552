import { loadingSnapshot, type TokenSnapshot } from "../client/snapshot.ts";
import type { EngineCore } from "../client/token-engine.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";

interface Common {
  /** A newer token is being fetched while this one is usable. Reading it, from this object and no copy, makes the component rerender for it. */
  readonly isRefreshing: boolean;
  /** Why the last refresh failed, while the token is usable. Reading it, from this object and no copy, makes the component rerender for it. */
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

/**
 * One component's view of an engine. Progress of refreshes counts as a change for it from the moment on when the
 * component has looked at it.
 */
export class TokenReader {
  private watchesProgress = false;
  private seen: TokenSnapshot | null = null;
  private result: WorkspaceToken | null = null;
  private onServer: WorkspaceToken | null = null;
  readonly #engine: EngineCore;

  constructor(engine: EngineCore) {
    this.#engine = engine;
  }

  /** The same object until something changes that the component has looked at. */
  readonly read = (): WorkspaceToken => {
    const snapshot = this.#engine.getSnapshot();
    if (this.result === null || this.seen === null || this.differs(this.seen, snapshot)) {
      this.result = this.describe(snapshot);
      this.seen = snapshot;
    }
    return this.result;
  };

  /** The loading state, for a server and for hydration. */
  readonly readOnServer = (): WorkspaceToken => {
    this.onServer ??= this.describe(loadingSnapshot);
    return this.onServer;
  };

  /** Where a refresh stands now; from here on the component is told when that changes. */
  progress(): TokenSnapshot {
    this.watchesProgress = true;
    return this.#engine.getSnapshot();
  }

  readonly refresh = (): Promise<void> => this.#engine.refresh().then(ignore, ignore);

  private describe(snapshot: TokenSnapshot): WorkspaceToken {
    const token = snapshot.status === "authenticated" ? this.#engine.peek() : null;
    // The token may have run out before the engine could say so, as while the machine slept.
    const ranOut = snapshot.status === "authenticated" && token === null;
    return new View(ranOut ? loadingSnapshot : snapshot, token, this) as WorkspaceToken;
  }

  private differs(before: TokenSnapshot, after: TokenSnapshot): boolean {
    if (this.watchesProgress) return before !== after;
    return before.status !== after.status || before.revision !== after.revision || before.error !== after.error;
  }
}

/** A class, because a thousand objects with accessors of their own take long to make. */
class View {
  readonly status: TokenSnapshot["status"];
  readonly token: string | null;
  readonly workspaceId: string | null;
  readonly userId: string | null;
  readonly expiresAt: Date | null;
  readonly error: AssistantCloudAuthError | null;
  readonly refresh: () => Promise<void>;
  readonly #reader: TokenReader;

  constructor(snapshot: TokenSnapshot, token: string | null, reader: TokenReader) {
    this.status = snapshot.status;
    this.token = token;
    this.workspaceId = snapshot.workspaceId;
    this.userId = snapshot.userId;
    this.expiresAt = snapshot.expiresAt;
    this.error = snapshot.error;
    this.refresh = reader.refresh;
    this.#reader = reader;
  }

  get isRefreshing(): boolean {
    return this.#reader.progress().isRefreshing;
  }

  get refreshError(): AssistantCloudAuthError | null {
    return this.#reader.progress().refreshError;
  }
}

function ignore(): void {}
