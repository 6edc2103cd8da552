import type { Identity } from "../../base/identity.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import { runStatements } from "../../storage/transaction-statements.ts";
import type { RunStatement } from "../scoped-statements.ts";
import { repairThreadKeys } from "./thread-keys.ts";

/** The source and the target of a move. */
export interface ThreadMove {
  readonly from: Identity;
  readonly to: Identity;
}

/** Moves a user's other rows, such as those of uploaded files, with the statements of the same transaction. */
export type MoveOtherRows = (run: RunStatement) => Promise<void>;

/**
 * Moves all threads that a user created in a workspace to another user and workspace, in one transaction. The messages,
 * leases, scores and reports of the threads move too. Ids and times do not change. Rows that other users wrote keep
 * their authors.
 *
 * If both workspaces have threads with the same external id, the external id then identifies the oldest of those
 * threads.
 *
 * @param moveOtherRows runs in the transaction after the threads have moved, even if the user has no threads
 * @returns the number of moved threads
 */
export function moveThreads(
  storage: Pick<AuthorityStorage, "transaction">,
  projectId: string,
  { from, to }: ThreadMove,
  moveOtherRows?: MoveOtherRows,
): Promise<number> {
  return runStatements(storage, async (run) => {
    // The lock waits for writes in progress, and later writes no longer find the thread.
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

/** Deletes one of two scores that would collide after a move, because a user has one score per name and target. */
const DELETE_DUPLICATE_SCORES = `delete from scores where project_id = $1 and workspace_id = $2::text
  and thread_id = any ($3::text[]) and user_id = $4::text and user_id <> $5::text and exists (
    select 1 from scores kept where kept.project_id = $1 and kept.workspace_id = $2::text
      and kept.target = scores.target and kept.name = scores.name and kept.user_id = $5::text)`;

const moved = (table: string) => `${table}.project_id = $1 and ${table}.workspace_id = $2::text`;
const author = "user_id = case when user_id = $4::text then $5::text else user_id end";

/**
 * Moves all rows in a single statement, because foreign keys are checked at the end of a statement. Between two
 * statements, messages would have no thread.
 */
const MOVE = `with moved_threads as (
    update threads set workspace_id = $6::text, ${author} where ${moved("threads")} and id = any ($3::text[])
  ), moved_messages as (
    update messages set workspace_id = $6::text, ${author} where ${moved("messages")} and thread_id = any ($3::text[])
  ), moved_leases as (
    update run_leases set workspace_id = $6::text where ${moved("run_leases")} and thread_id = any ($3::text[])
  ), moved_scores as (
    update scores set workspace_id = $6::text, ${author} where ${moved("scores")} and thread_id = any ($3::text[])
  )
  update run_reports set workspace_id = $6::text, ${author}, trace_id = case when exists (
      select 1 from run_reports other where other.project_id = $1 and other.workspace_id = $6::text
        and other.trace_id = run_reports.trace_id and other.id <> run_reports.id
    ) then null else trace_id end
  where ${moved("run_reports")} and thread_id = any ($3::text[])`;
