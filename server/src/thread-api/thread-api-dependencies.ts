import type { Context } from "hono";
import type { AttachmentSettings } from "../config/attachment-settings.ts";
import type { UserEventKind } from "../events/user-event-kind.ts";
import type { Attachments } from "../threads/files/attachments.ts";
import type { RunStatement } from "../threads/scoped-statements.ts";
import type { ThreadScope } from "../threads/thread-scope.ts";
import type { ThreadService } from "../threads/thread-service.ts";
import type { TitleWriter } from "../threads/titles/title-stream.ts";

/** Additional headers of a response; undefined if there are no additional headers. */
export type ResponseHeaders = Readonly<Record<string, string>> | undefined;

/** An authenticated caller: its project, workspace and user, and additional headers of the response. */
export interface ThreadCaller {
  readonly scope: ThreadScope;
  readonly headers: ResponseHeaders;
}

/** Authenticates a request and returns the caller. Throws a refusal if the credential is missing or invalid. */
export type AuthenticateThreadCaller = (c: Context) => Promise<ThreadCaller>;

/** The dependencies of the attachment routes. */
export interface AttachmentRoutes extends Pick<AttachmentSettings, "maxBytes"> {
  readonly attachments: Attachments;
  /** Responds to requests for a file's bytes. */
  readonly handle: (request: Request) => Promise<Response>;
}

export interface ThreadApiDependencies {
  readonly authenticate: AuthenticateThreadCaller;
  /**
   * Authenticates a backend by its API key and returns additional headers of the response. Throws a refusal if the key
   * is missing or invalid.
   */
  readonly authenticateBackend: (c: Context) => Promise<ResponseHeaders>;
  readonly run: RunStatement;
  readonly titles: TitleWriter;
  /** The dependencies of the attachment routes; null if attachments are disabled. */
  readonly files: AttachmentRoutes | null;
  readonly service: ThreadService;
  /** Counts a user's events toward the rate limit. Throws `rate_limited` above the limit. */
  readonly limitEvents: (scope: ThreadScope, count: number) => Promise<void>;
  /** Receives the number of accepted events of each kind. */
  readonly onEvents: (kinds: ReadonlyMap<UserEventKind, number>) => void;
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Receives the errors of title generation. The response does not report these errors. */
  readonly onFault: (error: unknown) => void;
}
