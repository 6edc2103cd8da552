import { isoText, type RunStatement } from "../scoped-statements.ts";
import { DELETED_USER } from "./deleted-user.ts";

/** The options that select a page of counts. */
export interface CountQuery {
  /** The maximum number of rows in the page, from 1 to 200. */
  readonly limit: number;
  /**
   * The last workspace id or user id of the previous page. If `after` is undefined, the query selects the first page.
   */
  readonly after?: string | undefined;
}

/** The numbers of threads and messages in a workspace. */
export interface WorkspaceCounts {
  readonly workspace_id: string;
  readonly threads: number;
  readonly messages: number;
  readonly last_message_at: string;
}

/**
 * The numbers of a user's threads and messages in a project. `threads` counts the threads that the user created.
 * `messages` counts the messages that the user's clients stored in any thread, including the assistant's replies.
 */
export interface UserCounts {
  readonly user_id: string;
  readonly threads: number;
  readonly messages: number;
  /** The latest `last_message_at` of the user's threads; null if the user has no threads. */
  readonly last_message_at: string | null;
}

/**
 * Counts the threads and messages in each workspace of a project. Returns a page of the counts, sorted by workspace id.
 * Omits workspaces without threads. Runs one statement.
 */
export async function countByWorkspace(
  run: RunStatement,
  projectId: string,
  { limit, after }: CountQuery,
): Promise<WorkspaceCounts[]> {
  const rows = await run(
    `with page as (
        select threads.workspace_id, count(*)::int as threads, max(threads.last_message_at) as last_message_at
        from threads where threads.project_id = $1 ${after === undefined ? "" : "and threads.workspace_id > $3::text"}
        group by threads.workspace_id order by threads.workspace_id limit $2::int
      )
      select page.workspace_id, page.threads, ${isoText("page.last_message_at")} as last_message_at,
        (select count(*)::int from messages
          where messages.project_id = $1 and messages.workspace_id = page.workspace_id) as messages
      from page order by page.workspace_id`,
    [projectId, limit, ...(after === undefined ? [] : [after])],
  );
  return rows as unknown as WorkspaceCounts[];
}

/**
 * Counts the threads and messages of each user of a project. Returns a page of the counts, sorted by user id. Omits
 * erased users. Also omits users who have no threads and no messages. Runs one statement.
 */
export async function countByUser(
  run: RunStatement,
  projectId: string,
  { limit, after }: CountQuery,
): Promise<UserCounts[]> {
  const people = (table: string) => `(select ${table}.user_id from ${table}
    where ${table}.project_id = $1 and ${table}.user_id <> $3::text ${after === undefined ? "" : `and ${table}.user_id > $4::text`}
    group by ${table}.user_id order by ${table}.user_id limit $2::int)`;
  const rows = await run(
    `with page as (
        select people.user_id from (${people("threads")} union ${people("messages")}) as people
        order by people.user_id limit $2::int
      )
      select page.user_id, own.threads, ${isoText("own.last_message_at")} as last_message_at,
        (select count(*)::int from messages where messages.project_id = $1 and messages.user_id = page.user_id) as messages
      from page cross join lateral (
        select count(*)::int as threads, max(threads.last_message_at) as last_message_at from threads
        where threads.project_id = $1 and threads.user_id = page.user_id
      ) as own order by page.user_id`,
    [projectId, limit, DELETED_USER, ...(after === undefined ? [] : [after])],
  );
  return rows as unknown as UserCounts[];
}
