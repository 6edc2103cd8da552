import { z } from "zod";
import type { StoredMessage } from "../../threads/message-store.ts";
import type { UserCounts, WorkspaceCounts } from "../../threads/operator/count-threads.ts";
import type { Erased } from "../../threads/operator/erase-user.ts";
import type { ThreadPosition } from "../../threads/operator/project-threads.ts";
import { momentText, storableText } from "../../threads/thread-bodies.ts";
import type { Thread } from "../../threads/thread-store.ts";
import type { JsonOf } from "../http/json-of.ts";

/**
 * The schema of the id of a thread, a workspace or a user. Apps choose some of these ids, so they have no fixed format.
 */
export const idText = storableText(1, 255);

const limit = z
  .string()
  .regex(/^\d{1,3}$/, "Must be a whole number")
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .default(20);

/** The query of `GET /admin/api/threads/workspaces` and `…/users`. */
export const countQuery = z.strictObject({
  limit,
  /** The `next` of the previous response. Default: the first page. */
  after: idText.optional(),
});

const cursorParts = z.tuple([momentText, idText, idText]);

/** Converts the `next` of a page of threads to a position in the list. */
const threadCursor = z.string().transform((text, context): ThreadPosition => {
  const parts = cursorParts.safeParse(parseJson(text));
  if (!parts.success) {
    context.issues.push({ code: "custom", message: "Must be the `next` of the previous page", input: text });
    return z.NEVER;
  }
  const [lastMessageAt, id, workspaceId] = parts.data;
  return { lastMessageAt, id, workspaceId };
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Returns the cursor of the page that follows a thread. The cursor is the `after` of a {@link threadsQuery}. */
export function toThreadCursor({ last_message_at, id, workspace_id }: Thread): string {
  return JSON.stringify([last_message_at, id, workspace_id] satisfies z.input<typeof cursorParts>);
}

/** The query of `GET /admin/api/threads`. */
export const threadsQuery = z.strictObject({
  archived: z.enum(["true", "false"], "Must be true or false").default("false"),
  workspace: idText.optional(),
  /** The id of a user. Selects only the threads that this user created. */
  user: idText.optional(),
  /** A part of the title. The search ignores case. */
  title: idText.optional(),
  /** An ISO 8601 time. Selects only threads whose last message was sent at this time or later. */
  since: momentText.optional(),
  limit,
  /** The `next` of the previous response. Default: the first page. */
  after: threadCursor.optional(),
});
export type ThreadsQuery = z.input<typeof threadsQuery>;

/**
 * The id of the workspace that has the thread. Default: the first workspace with a thread whose id equals the thread id
 * in the path.
 */
const workspaceOfThread = idText.optional();

/** The query of `DELETE /admin/api/threads/:id`. */
export const deleteQuery = z.strictObject({ workspace_id: workspaceOfThread });

/** The body of `POST /admin/api/threads/:id/messages`. */
export const viewBody = z.strictObject({
  workspace_id: workspaceOfThread,
  limit: z.int().min(1).max(50).default(20),
  /** The `next` of the previous response. Default: the first page. */
  after: idText.optional(),
});
export type ViewBody = z.input<typeof viewBody>;

/**
 * The body of `POST /admin/api/users/erase`. The user id is not in the path, because paths may be logged, and some ids
 * cannot be part of a path.
 */
export const eraseBody = z.strictObject({ userId: idText });
export type EraseBody = z.input<typeof eraseBody>;

/** The response to `GET /admin/api/threads`. `next` is null on the last page. */
export interface ThreadsResponse {
  threads: JsonOf<Thread>[];
  next: string | null;
}

/** The response to `GET /admin/api/threads/workspaces`, ordered by id. */
export interface WorkspacesResponse {
  workspaces: WorkspaceCounts[];
  next: string | null;
}

/** The response to `GET /admin/api/threads/users`, ordered by id. */
export interface UsersResponse {
  users: UserCounts[];
  next: string | null;
}

/**
 * The response to `POST /admin/api/threads/:id/messages`. The messages with the most ancestors come first. Messages
 * with the same number of ancestors are ordered newest first.
 *
 * The `content` of a message is its stored JSON text.
 */
export interface MessagesResponse {
  messages: StoredMessage[];
  next: string | null;
}

/** The response to `POST /admin/api/users/erase`. */
export type EraseResponse = Erased;
