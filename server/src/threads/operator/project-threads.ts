import { readConvertedPage } from "../formats/converted-page.ts";
import type { MessageQuery } from "../message-bodies.ts";
import { listMessages } from "../message-statements.ts";
import { type StoredMessage, toStoredMessage } from "../message-store.ts";
import type { RunStatement } from "../scoped-statements.ts";
import type { ThreadQuery } from "../thread-bodies.ts";
import { THREAD_COLUMNS, type Thread, toThread } from "../thread-store.ts";

/** The position of a thread in the list of a project's threads: the values that sort the list. */
export interface ThreadPosition {
  readonly lastMessageAt: string;
  readonly id: string;
  readonly workspaceId: string;
}

/** The options that select a page of a project's threads. */
export interface ProjectThreadQuery extends ThreadQuery {
  /**
   * The position of the previous page's last thread. The position selects the next page even if that thread has changed
   * or was deleted, and even if another workspace has a thread with the same id. If `afterPosition` is undefined, the
   * thread id in `after` selects the page.
   */
  readonly afterPosition?: ThreadPosition | undefined;
  /** The id of a workspace. Selects only the threads of this workspace. Default: every workspace. */
  readonly workspaceId?: string | undefined;
  /** The id of a user. Selects only the threads that this user created. Default: all users. */
  readonly userId?: string | undefined;
  /**
   * A text. Selects only the threads whose title contains the text. The comparison ignores case. Default: every thread.
   */
  readonly title?: string | undefined;
  /**
   * An ISO 8601 time. Selects only the threads whose last message is from this time or later. Default: every thread.
   */
  readonly since?: string | undefined;
}

/** Reads the threads of every workspace of a project. The caller must first authenticate the operator. */
export interface ProjectThreads {
  /**
   * Returns a page of threads, the thread with the latest message first. Returns the first page for an unknown cursor.
   * Runs one statement.
   */
  list(query: ProjectThreadQuery): Promise<Thread[]>;
  /**
   * Returns a page of a thread's messages. Users of the thread's workspace see the same page. Runs one statement, and
   * more statements only if rows cannot be converted to the requested format.
   *
   * @param workspaceId the thread's workspace. Default: the workspace that has a thread with this id.
   */
  listMessages(threadId: string, query: MessageQuery, workspaceId?: string): Promise<StoredMessage[]>;
}

/** Creates the {@link ProjectThreads} of a project. */
export function createProjectThreads(run: RunStatement, projectId: string, now: () => number): ProjectThreads {
  return {
    async list({ archived, externalId, workspaceId, userId, title, since, limit, after, afterPosition }) {
      const values: unknown[] = [projectId, archived, limit];
      const addParameter = (value: unknown) => `$${values.push(value)}::text`;
      const where = (value: string | undefined, condition: (text: string) => string) =>
        value === undefined ? "" : `and ${condition(addParameter(value))}`;
      const filter = [
        where(externalId, (text) => `threads.external_id = ${text}`),
        where(workspaceId, (text) => `threads.workspace_id = ${text}`),
        where(userId, (text) => `threads.user_id = ${text}`),
        // LIKE would treat `%` in the input as a wildcard, so the query uses `strpos`.
        where(title, (text) => `strpos(lower(threads.title), lower(${text})) > 0`),
        where(since, (text) => `threads.last_message_at >= ${text}::timestamptz`),
        where(after, afterThread),
        where(afterPosition?.lastMessageAt, (at) => {
          const [id, workspace] = [afterPosition?.id, afterPosition?.workspaceId].map(addParameter);
          return `(threads.last_message_at, threads.id, threads.workspace_id) < (${at}::timestamptz, ${id}, ${workspace})`;
        }),
      ].join(" ");
      const rows = await run(
        `select threads.workspace_id, ${THREAD_COLUMNS} from threads
          where threads.project_id = $1 and threads.is_archived = $2::boolean ${filter}
          order by threads.last_message_at desc, threads.id desc, threads.workspace_id desc limit $3::int`,
        values,
      );
      return rows.map((row) => toThread(row, { projectId, workspaceId: String(row["workspace_id"]) }));
    },

    listMessages: (threadId, query, workspaceId) =>
      readConvertedPage(query, async (limit, after) => {
        const cursor = after === undefined ? [] : [after];
        const timestamp = new Date(now()).toISOString();
        const values = [projectId, workspaceId ?? null, threadId, limit, timestamp, ...cursor];
        const rows = await run(listMessages(after !== undefined, WORKSPACE_OF_THREAD), values);
        return rows.map(toStoredMessage);
      }),
  };
}

const WORKSPACE_OF_THREAD = `coalesce($2::text, (select home.workspace_id from threads home
  where home.project_id = $1 and home.id = $3::text order by home.workspace_id limit 1))`;

/**
 * Returns the SQL condition that selects the threads after the cursor's thread, in the order of the list. If the
 * cursor's thread does not exist, the condition selects all threads.
 */
function afterThread(cursor: string): string {
  const read = (column: string) => `(select cursor.${column} from threads cursor
    where cursor.project_id = $1 and cursor.id = ${cursor} order by cursor.workspace_id limit 1)`;
  return `(threads.last_message_at, threads.id) <
    (coalesce(${read("last_message_at")}, 'infinity'::timestamptz), coalesce(${read("id")}, ''))`;
}
