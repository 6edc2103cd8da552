import { ignore } from "../client/platform/attempt.ts";
import { loadingSnapshot, type TokenSnapshot } from "../client/snapshot.ts";
import type { EngineCore } from "../client/token-engine.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";

interface Common {
  /**
   * Whether the engine is fetching a newer token while the current token is usable. If a component reads this property,
   * a change of the property rerenders the component. A spread of the object does not copy this property.
   */
  readonly isRefreshing: boolean;
  /**
   * The error of the last refresh if that refresh failed and the token is still usable; otherwise null. If a component
   * reads this property, a change of the property rerenders the component. A spread of the object does not copy this
   * property.
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

/** The workspace token and its state: a union discriminated by `status`. */
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
        /** When the token expires, by the local clock. */
        readonly expiresAt: Date;
        readonly error: null;
      }
  );

/**
 * Reads the token and state of an engine for one component. A change of `isRefreshing` or `refreshError` rerenders only
 * a component that has read one of these properties.
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

  /**
   * Returns the token and its state. The returned object stays the same until the token, status or error changes. After
   * a call of `progress`, every change of the engine's state creates a new object. Never returns an expired token.
   */
  readonly read = (): WorkspaceToken => {
    const snapshot = this.#engine.getSnapshot();
    const isDead = this.result?.token && this.#engine.peek() === null;
    if (this.result === null || this.seen === null || isDead || this.differs(this.seen, snapshot)) {
      this.result = this.describe(snapshot);
      this.seen = snapshot;
    }
    return this.result;
  };

  /** Always returns the status `loading`. React calls this function on a server and during hydration. */
  readonly readOnServer = (): WorkspaceToken => {
    this.onServer ??= this.describe(loadingSnapshot);
    return this.onServer;
  };

  /**
   * Returns the current snapshot. After this call, changes of `isRefreshing` and `refreshError` rerender the component.
   */
  progress(): TokenSnapshot {
    this.tracksProgress = true;
    return this.#engine.getSnapshot();
  }

  readonly refresh = (): Promise<void> => this.#engine.refresh().then(ignore, ignore);

  private describe(snapshot: TokenSnapshot): WorkspaceToken {
    const token = snapshot.status === "authenticated" ? this.#engine.peek() : null;
    // The token may have expired while the machine slept, and timers may stop during a sleep. So call the engine, but
    // not while React renders.
    const hasExpired = snapshot.status === "authenticated" && token === null;
    if (hasExpired) void Promise.resolve().then(() => this.#engine.tick());
    return new View(hasExpired ? loadingSnapshot : snapshot, token, this) as WorkspaceToken;
  }

  private differs(before: TokenSnapshot, after: TokenSnapshot): boolean {
    if (this.tracksProgress) return before !== after;
    return before.status !== after.status || before.revision !== after.revision || before.error !== after.error;
  }
}

/** The object that `useWorkspaceToken()` returns. A class is faster than accessors that are defined on each object. */
class View {
  declare readonly status: TokenSnapshot["status"];
  declare readonly token: string | null;
  declare readonly workspaceId: string | null;
  declare readonly userId: string | null;
  declare readonly expiresAt: Date | null;
  declare readonly error: AssistantCloudAuthError | null;
  declare readonly refresh: () => Promise<void>;
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
