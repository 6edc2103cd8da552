import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import { runStatements } from "../../storage/transaction-statements.ts";
import type { RunStatement } from "../scoped-statements.ts";
import { DELETED_USER } from "./deleted-user.ts";
import { repairThreadKeys } from "./thread-keys.ts";

/** Whose data is erased. */
export interface ErasedUser {
  readonly projectId: string;
  readonly userId: string;
}

/** How a user is erased. */
export interface EraseOptions {
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Erases what is kept outside of these tables, such as uploaded files. It is called first, while the rows still name it. */
  readonly eraseElsewhere?: (user: ErasedUser) => Promise<void>;
  /** How many rows a statement changes at most. Default: 500. */
  readonly batchSize?: number;
}

/** How much of a user was erased. */
export interface Erased {
  /** Threads that the user had created, deleted with all that is in them. */
  readonly threads: number;
  /** Messages in threads of others, emptied. */
  readonly messages: number;
  readonly scores: number;
  readonly runs: number;
}

/**
 * Erases a user from a project, in every workspace: deletes the user's threads, scores and run reports, and empties the messages
 * in threads of others. Those keep their place and role, so that the rest of the conversation can still be read.
 *
 * It works in batches, each of which is whole, so that no statement locks many rows. One that was interrupted is completed by another.
 */
export async function eraseUser(
  storage: Pick<AuthorityStorage, "statement" | "transaction">,
  user: ErasedUser,
  { now, eraseElsewhere, batchSize = 500 }: EraseOptions,
): Promise<Erased> {
  const { projectId, userId } = user;
  if (userId === DELETED_USER) return { threads: 0, messages: 0, scores: 0, runs: 0 };
  await eraseElsewhere?.(user);
  const batch = [projectId, userId, batchSize];
  const repeat = (statement: string, ...more: unknown[]) =>
    repeatUntilDone(async () => (await storage.statement(statement, [...batch, ...more])).length, batchSize);
  const runs = await repeat(deleteOwn("run_reports"));
  const scores = await repeat(deleteOwn("scores"));
  // Apart from their threads: a thread of many messages would be too much for one statement.
  await repeat(DELETE_MESSAGES);
  const threads = await repeatUntilDone(
    () => runStatements(storage, (run) => deleteThreads(run, projectId, batch)),
    batchSize,
  );
  const messages = await repeat(EMPTY_MESSAGES, DELETED_USER, new Date(now()).toISOString());
  return { threads, messages, scores, runs };
}

async function repeatUntilDone(work: () => Promise<number>, batchSize: number): Promise<number> {
  let total = 0;
  for (let done = batchSize; done === batchSize; total += done) done = await work();
  return total;
}

async function deleteThreads(run: RunStatement, projectId: string, batch: readonly unknown[]): Promise<number> {
  const gone = await run(DELETE_THREADS, batch);
  const changed = gone.flatMap(({ workspace_id: workspaceId, external_id: externalId }) =>
    typeof externalId === "string" ? [{ workspaceId: String(workspaceId), externalId }] : [],
  );
  await repairThreadKeys(run, projectId, changed);
  return gone.length;
}

const deleteOwn = (table: string) => `with doomed as materialized (
    select workspace_id, id from ${table} where project_id = $1 and user_id = $2::text limit $3::int for update
  )
  delete from ${table} using doomed where ${table}.project_id = $1 and ${table}.workspace_id = doomed.workspace_id
    and ${table}.id = doomed.id returning 1 as deleted`;

const DELETE_MESSAGES = `with doomed as materialized (
    select messages.workspace_id, messages.thread_id, messages.id from threads join messages
      on messages.project_id = $1 and messages.workspace_id = threads.workspace_id and messages.thread_id = threads.id
    where threads.project_id = $1 and threads.user_id = $2::text limit $3::int for update of messages
  )
  delete from messages using doomed where messages.project_id = $1 and messages.workspace_id = doomed.workspace_id
    and messages.thread_id = doomed.thread_id and messages.id = doomed.id returning 1 as deleted`;

const DELETE_THREADS = `with doomed as materialized (
    select workspace_id, id from threads where project_id = $1 and user_id = $2::text limit $3::int for update
  )
  delete from threads using doomed where threads.project_id = $1 and threads.workspace_id = doomed.workspace_id
    and threads.id = doomed.id returning threads.workspace_id, threads.external_id`;

/** An empty message of its format: clients drop what has no role or no list of parts, and everything below it. */
const EMPTY_CONTENT = `case
    when messages.role is null then '{}'
    when messages.format = 'aui/v0' then '{"role":' || to_json(messages.role)::text || ',"content":' ||
      case when messages.role = 'system' then '[{"type":"text","text":""}]' else '[]' end || ',"metadata":{}}'
    when messages.format in ('ai-sdk/v5', 'ai-sdk/v6') then '{"role":' || to_json(messages.role)::text || ',"parts":' ||
      case when messages.role = 'system' then '[{"type":"text","text":""}]' else '[]' end || '}'
    else '{"role":' || to_json(messages.role)::text || '}' end`;

/**
 * `$4` is the author that they get, `$5` now. Readers reload a message whose `updated_at` has moved, and the holder of an open
 * lease cannot write the content again.
 */
const EMPTY_MESSAGES = `with doomed as materialized (
    select workspace_id, thread_id, id from messages where project_id = $1 and user_id = $2::text limit $3::int for update
  ), ended as (
    update run_leases set ended_at = $5::timestamptz, reason = 'error' from doomed
    where run_leases.project_id = $1 and run_leases.workspace_id = doomed.workspace_id
      and run_leases.thread_id = doomed.thread_id and run_leases.message_id = doomed.id and run_leases.ended_at is null
  )
  update messages set content = ${EMPTY_CONTENT}, user_id = $4::text, updated_at = $5::timestamptz from doomed
  where messages.project_id = $1 and messages.workspace_id = doomed.workspace_id
    and messages.thread_id = doomed.thread_id and messages.id = doomed.id returning 1 as emptied`;
