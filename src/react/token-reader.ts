import { loadingSnapshot, type TokenSnapshot } from "../client/snapshot.ts";
import type { EngineCore } from "../client/token-engine.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";

interface Common {
  /**
   * Whether a newer token is being fetched while this one is usable. Reading this property of this object, not of a
   * copy, makes the component rerender when it changes.
   */
  readonly isRefreshing: boolean;
  /**
   * The error of the last refresh, while the token is usable. Reading this property of this object, not of a copy,
   * makes the component rerender when it changes.
   */
  readonly refreshError: AssistantCloudAuthError | null;
  /** Fetches a new token now. Never rejects; check `status` and `refreshError` instead. */
  refresh(): Promise<void>;
}

interface WithoutToken {
  readonly token: null;
  readonly workspaceId: null;
  readonly userId: null;
  readonly expiresAt: null;
}

/** The workspace token and its state, as a union to switch on by `status`. */
export type WorkspaceToken = Common &
  (
    | ({ readonly status: "loading"; readonly error: null } & WithoutToken)
    | ({ readonly status: "unauthenticated"; readonly error: null } & WithoutToken)
    | ({ readonly status: "error"; readonly error: AssistantCloudAuthError } & WithoutToken)
    | {
        readonly status: "authenticated";
        /** The JWT. Don't store it, log it or put it in a URL. */
        readonly token: string;
        readonly workspaceId: string;
        readonly userId: string;
        /** When the token expires, on this machine's clock. */
        readonly expiresAt: Date;
        readonly error: null;
      }
  );

/**
 * One component's view of an engine. The component rerenders for the progress of refreshes only after it has read
 * `isRefreshing` or `refreshError`.
 */
export class TokenReader {
  private tracksProgress = false;
  private seen: TokenSnapshot | null = null;
  private result: WorkspaceToken | null = null;
  private onServer: WorkspaceToken | null = null;
  readonly #engine: EngineCore;

  constructor(engine: EngineCore) {
    this.#engine = engine;
  }

  /** Returns the same object until a property changes that the component has read. */
  readonly read = (): WorkspaceToken => {
    const snapshot = this.#engine.getSnapshot();
    if (this.result === null || this.seen === null || this.differs(this.seen, snapshot)) {
      this.result = this.describe(snapshot);
      this.seen = snapshot;
    }
    return this.result;
  };

  /** Returns the loading state, for a server and for hydration. */
  readonly readOnServer = (): WorkspaceToken => {
    this.onServer ??= this.describe(loadingSnapshot);
    return this.onServer;
  };

  /** Returns the progress of a refresh; from now on the component rerenders when it changes. */
  progress(): TokenSnapshot {
    this.tracksProgress = true;
    return this.#engine.getSnapshot();
  }

  readonly refresh = (): Promise<void> => this.#engine.refresh().then(ignore, ignore);

  private describe(snapshot: TokenSnapshot): WorkspaceToken {
    const token = snapshot.status === "authenticated" ? this.#engine.peek() : null;
    // While the machine slept, the token may have expired before the engine could report it.
    const hasExpired = snapshot.status === "authenticated" && token === null;
    return new View(hasExpired ? loadingSnapshot : snapshot, token, this) as WorkspaceToken;
  }

  private differs(before: TokenSnapshot, after: TokenSnapshot): boolean {
    if (this.tracksProgress) return before !== after;
    return before.status !== after.status || before.revision !== after.revision || before.error !== after.error;
  }
}

/** The object that the hook returns. It is a class because creating many objects with own accessors is slow. */
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
