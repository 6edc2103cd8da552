import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import { deleteThreads } from "./delete-threads.ts";
import { DELETED_USER } from "./deleted-user.ts";

export interface UserToErase {
  readonly projectId: string;
  readonly userId: string;
}

export interface EraseOptions {
  /** Returns the current time, in milliseconds since the epoch. */
  readonly now: () => number;
  /**
   * Erases the user's data outside the tables of threads, for example uploaded files. This function is called before
   * any row is deleted, because the rows identify the files.
   */
  readonly eraseElsewhere?: (user: UserToErase) => Promise<void>;
  /** The maximum number of threads to delete per transaction. Default: 20. */
  readonly threadsAtOnce?: number;
}

/** The numbers of erased rows. */
export interface Erased {
  /** The number of deleted threads: the threads that the user created. */
  readonly threads: number;
  /** The number of emptied messages: the user's messages in other users' threads. */
  readonly messages: number;
  readonly scores: number;
  readonly runs: number;
}

/**
 * Erases a user from a project, in every workspace: deletes the user's threads, scores and run reports, and empties the
 * user's messages in other users' threads. Emptied messages keep their position and role, so that the rest of the
 * conversation stays readable.
 *
 * Runs in atomic steps and can be repeated after an interruption.
 */
export async function eraseUser(
  storage: Pick<AuthorityStorage, "statement" | "transaction">,
  user: UserToErase,
  { now, eraseElsewhere, threadsAtOnce }: EraseOptions,
): Promise<Erased> {
  const { projectId, userId } = user;
  if (userId === DELETED_USER) return { threads: 0, messages: 0, scores: 0, runs: 0 };
  await eraseElsewhere?.(user);
  const change = async (statement: string, ...more: unknown[]) =>
    (await storage.statement(statement, [projectId, userId, ...more])).length;
  const runs = await change(deleteOwn("run_reports"));
  const scores = await change(deleteOwn("scores"));
  const threads = await deleteThreads(storage, user, threadsAtOnce);
  const messages = await change(EMPTY_MESSAGES, DELETED_USER, new Date(now()).toISOString());
  return { threads, messages, scores, runs };
}

const deleteOwn = (table: string) =>
  `delete from ${table} where project_id = $1 and user_id = $2::text returning 1 as deleted`;

/**
 * A SQL expression for the content of an emptied message. The content stays in the message's format. In supported
 * formats, the content has a role and a list of parts. Without these two fields, clients would drop the message and its
 * descendants. The content of a message without a role becomes `{}`.
 */
const EMPTY_CONTENT = `case
    when messages.role is null then '{}'
    when messages.format = 'aui/v0' then '{"role":' || to_json(messages.role)::text || ',"content":' ||
      case when messages.role = 'system' then '[{"type":"text","text":""}]' else '[]' end || ',"metadata":{}}'
    when messages.format in ('ai-sdk/v5', 'ai-sdk/v6') then '{"role":' || to_json(messages.role)::text || ',"parts":' ||
      case when messages.role = 'system' then '[{"type":"text","text":""}]' else '[]' end || '}'
    else '{"role":' || to_json(messages.role)::text || '}' end`;

/**
 * Empties the user's messages. Sets `updated_at`, so that readers reload the messages. Ends open run leases, so that no
 * run can write the content again. Parameters: the new author of the messages ($3) and the current time ($4).
 */
const EMPTY_MESSAGES = `with emptied as (
    update messages set content = ${EMPTY_CONTENT}, user_id = $3::text, updated_at = $4::timestamptz
    where messages.project_id = $1 and messages.user_id = $2::text returning workspace_id, lease_id
  ), ended as (
    update run_leases set ended_at = $4::timestamptz, reason = 'error' from emptied
    where run_leases.project_id = $1 and run_leases.workspace_id = emptied.workspace_id
      and run_leases.id = emptied.lease_id and run_leases.ended_at is null
  )
  select 1 as emptied from emptied`;
