import type { Context } from "hono";
import type { AttachmentSettings } from "../config/attachment-settings.ts";
import type { UserEventKind } from "../events/user-event-kind.ts";
import type { Attachments } from "../threads/files/attachments.ts";
import type { RunStatement } from "../threads/scoped-statements.ts";
import type { ThreadScope } from "../threads/thread-scope.ts";
import type { ThreadService } from "../threads/thread-service.ts";
import type { TitleWriter } from "../threads/titles/title-stream.ts";

/** Further headers that an answer must carry; undefined for none. */
export type AnswerHeaders = Readonly<Record<string, string>> | undefined;

/** A caller that was admitted: what it may reach, and the headers of its answer. */
export interface ThreadCaller {
  readonly scope: ThreadScope;
  readonly headers: AnswerHeaders;
}

/** Proves who sent a request and decides its scope. */
export type AdmitThreadCaller = (c: Context) => Promise<ThreadCaller>;

/** The attachments of a project, where they are on. */
export interface AttachmentRoutes extends Pick<AttachmentSettings, "maxBytes"> {
  readonly attachments: Attachments;
  /** Answers requests for a file's bytes. */
  readonly handle: (request: Request) => Promise<Response>;
}

/** What the routes of the assistant-ui API work with. */
export interface ThreadApiParts {
  readonly admit: AdmitThreadCaller;
  /** Proves that an API key was sent; returns the headers of the answer. */
  readonly admitBackend: (c: Context) => Promise<AnswerHeaders>;
  readonly run: RunStatement;
  readonly titles: TitleWriter;
  /** Null where files are refused. */
  readonly files: AttachmentRoutes | null;
  readonly service: ThreadService;
  /** Counts a user's events; throws `rate_limited`. */
  readonly limitEvents: (scope: ThreadScope, count: number) => Promise<void>;
  /** Receives the number of accepted events of each kind. */
  readonly onEvents: (kinds: ReadonlyMap<UserEventKind, number>) => void;
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Receives faults that no caller sees. */
  readonly onFault: (error: unknown) => void;
}
