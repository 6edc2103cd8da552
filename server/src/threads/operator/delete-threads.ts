import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import { runStatements } from "../../storage/transaction-statements.ts";
import type { RunStatement } from "../scoped-statements.ts";
import { repairThreadKeys } from "../thread-keys.ts";

/**
 * The threads to delete: the threads that the user `userId` created. If `userId` is missing, all threads of the
 * project.
 */
export interface ThreadsToDelete {
  readonly projectId: string;
  readonly userId?: string;
}

/**
 * Deletes threads of a project. Also deletes the messages, leases, scores and reports of these threads. Returns the
 * number of deleted threads. Runs one transaction per batch, because a single deletion of many threads would exceed the
 * statement timeout. After an interruption, the deletion can be repeated.
 *
 * @param threadsAtOnce the maximum number of threads per batch. Default: 20.
 */
export async function deleteThreads(
  storage: Pick<AuthorityStorage, "transaction">,
  which: ThreadsToDelete,
  threadsAtOnce = 20,
): Promise<number> {
  let threads = 0;
  for (let deleted = threadsAtOnce; deleted === threadsAtOnce; threads += deleted) {
    deleted = await runStatements(storage, (run) => deleteBatch(run, which, threadsAtOnce));
  }
  return threads;
}

async function deleteBatch(run: RunStatement, { projectId, userId }: ThreadsToDelete, limit: number): Promise<number> {
  const user = userId === undefined ? [] : [userId];
  const gone = await run(deleteStatement(user.length > 0), [projectId, limit, ...user]);
  const changed = gone.flatMap(({ workspace_id: workspaceId, external_id: externalId }) =>
    typeof externalId === "string" ? [{ workspaceId: String(workspaceId), externalId }] : [],
  );
  await repairThreadKeys(run, projectId, changed);
  return gone.length;
}

/**
 * Returns the statement that deletes a batch. It locks the threads in the same order as a move of threads, so that a
 * deletion and a move cannot deadlock.
 */
const deleteStatement = (ofUser: boolean) => `with doomed as materialized (
    select workspace_id, id from threads where project_id = $1 ${ofUser ? "and user_id = $3::text" : ""}
      order by workspace_id, id limit $2::int for update
  )
  delete from threads using doomed where threads.project_id = $1 and threads.workspace_id = doomed.workspace_id
    and threads.id = doomed.id returning threads.workspace_id, threads.external_id`;
