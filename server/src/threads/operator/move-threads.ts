import type { Identity } from "../../base/identity.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import { runStatements } from "../../storage/transaction-statements.ts";
import type { RunStatement } from "../scoped-statements.ts";
import { repairThreadKeys } from "../thread-keys.ts";

export interface ThreadMove {
  readonly from: Identity;
  readonly to: Identity;
}

/**
 * Moves a user's rows that do not belong to threads, for example the rows of uploaded files. Runs in the transaction
 * that moves the threads.
 */
export type MoveOtherRows = (run: RunStatement) => Promise<void>;

/**
 * Moves all threads that the user `from` created in the workspace of `from`. The threads then belong to the user `to`
 * and the workspace of `to`. Runs in one transaction. The messages, leases, scores and reports of the threads move too.
 * All moved rows keep their ids and times. Rows that other users wrote keep their authors.
 *
 * If both users have scored the same target under the same name, the score of `from` is deleted. If the target
 * workspace has a report with the trace id of a moved report, the trace id of the moved report becomes null.
 *
 * A moved thread and a thread of the target workspace may have the same external id. The external id then identifies
 * the oldest thread with this external id.
 *
 * @param moveOtherRows runs in the transaction after the threads have moved, even if `from` has no threads
 * @returns the number of moved threads
 */
export function moveThreads(
  storage: Pick<AuthorityStorage, "transaction">,
  projectId: string,
  { from, to }: ThreadMove,
  moveOtherRows?: MoveOtherRows,
): Promise<number> {
  return runStatements(storage, async (run) => {
    // The row locks wait for writes in progress. Later writes wait for this transaction, and then no longer find the
    // threads.
    const threads = await run(LOCK, [projectId, from.workspaceId, from.userId]);
    const threadIds = threads.map(({ id }) => String(id));
    if (threadIds.length > 0) {
      await run(DELETE_DUPLICATE_SCORES, [projectId, from.workspaceId, threadIds, from.userId, to.userId]);
      await run(MOVE, [projectId, from.workspaceId, threadIds, from.userId, to.userId, to.workspaceId]);
      const changed = threads.flatMap(({ external_id: externalId }) =>
        typeof externalId === "string" ? [from, to].map(({ workspaceId }) => ({ workspaceId, externalId })) : [],
      );
      await repairThreadKeys(run, projectId, changed);
    }
    await moveOtherRows?.(run);
    return threadIds.length;
  });
}

const LOCK = `select id, external_id from threads
  where project_id = $1 and workspace_id = $2::text and user_id = $3::text order by id for update`;

/**
 * Deletes each score of the old user if the new user has a score with the same target and name. After the move, the two
 * scores would have the same unique key.
 */
const DELETE_DUPLICATE_SCORES = `delete from scores where project_id = $1 and workspace_id = $2::text
  and thread_id = any ($3::text[]) and user_id = $4::text and user_id <> $5::text and exists (
    select 1 from scores kept where kept.project_id = $1 and kept.workspace_id = $2::text
      and kept.target = scores.target and kept.name = scores.name and kept.user_id = $5::text)`;

const moved = (table: string) => `${table}.project_id = $1 and ${table}.workspace_id = $2::text`;
const author = "user_id = case when user_id = $4::text then $5::text else user_id end";

/**
 * Moves the rows of all tables in one statement, because PostgreSQL checks foreign keys at the end of each statement.
 * With one statement per table, messages would refer to a missing thread after the first statement. `MOVE` counts the
 * messages, so that PostgreSQL locks the messages before their leases. An update of a message uses the same order.
 */
const MOVE = `with moved_threads as (
    update threads set workspace_id = $6::text, ${author} where ${moved("threads")} and id = any ($3::text[])
  ), moved_messages as (
    update messages set workspace_id = $6::text, ${author} where ${moved("messages")} and thread_id = any ($3::text[])
      returning 1
  ), moved_leases as (
    update run_leases set workspace_id = $6::text where ${moved("run_leases")} and thread_id = any ($3::text[])
      and (select count(*) from moved_messages) > 0
  ), moved_scores as (
    update scores set workspace_id = $6::text, ${author} where ${moved("scores")} and thread_id = any ($3::text[])
  )
  update run_reports set workspace_id = $6::text, ${author}, trace_id = case when exists (
      select 1 from run_reports other where other.project_id = $1 and other.workspace_id = $6::text
        and other.trace_id = run_reports.trace_id and other.id <> run_reports.id
    ) then null else trace_id end
  where ${moved("run_reports")} and thread_id = any ($3::text[])`;
