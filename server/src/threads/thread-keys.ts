import type { RunStatement } from "./scoped-statements.ts";

/** The external id of threads that were added, moved or deleted in a workspace. */
export interface ChangedKey {
  readonly workspaceId: string;
  readonly externalId: string;
}

/**
 * Updates the table `thread_keys` after changes of threads. The table maps each external id in a workspace to the
 * oldest thread with that external id. Deletes an entry if no thread in the workspace has the entry's external id. Call
 * this function in the transaction that added, moved or deleted the threads.
 */
export async function repairThreadKeys(
  run: RunStatement,
  projectId: string,
  changed: readonly ChangedKey[],
): Promise<void> {
  if (changed.length === 0) return;
  const workspaces = changed.map(({ workspaceId }) => workspaceId);
  const externalIds = changed.map(({ externalId }) => externalId);
  await run(LOCK, [projectId, workspaces, externalIds]);
  await run(REPAIR, [projectId, workspaces, externalIds]);
}

/**
 * Locks the entries of external ids until the end of the transaction. Concurrent changes of one external id then wait
 * for each other. Inserts missing entries, because only an existing row can be locked. Changes no value of an existing
 * entry. The order of the rows prevents deadlocks.
 *
 * {@link REPAIR} is a separate statement, so that it sees the changes for which this statement waited.
 */
const LOCK = `insert into thread_keys (project_id, workspace_id, external_id, thread_id)
  select distinct $1::text, each.workspace_id, each.external_id, ''
    from unnest($2::text[], $3::text[]) as each (workspace_id, external_id) order by 2, 3
  on conflict (project_id, workspace_id, external_id) do update set thread_id = thread_keys.thread_id`;

const REPAIR = `with changed as (
    select distinct workspace_id, external_id from unnest($2::text[], $3::text[]) as each (workspace_id, external_id)
  ), oldest as (
    select changed.workspace_id, changed.external_id, thread.id from changed cross join lateral (
      select threads.id from threads where threads.project_id = $1 and threads.workspace_id = changed.workspace_id
        and threads.external_id = changed.external_id order by threads.created_at, threads.id limit 1
    ) as thread
  ), kept as (
    update thread_keys set thread_id = oldest.id from oldest where thread_keys.project_id = $1
      and thread_keys.workspace_id = oldest.workspace_id and thread_keys.external_id = oldest.external_id
  )
  delete from thread_keys using changed where thread_keys.project_id = $1
    and thread_keys.workspace_id = changed.workspace_id and thread_keys.external_id = changed.external_id
    and not exists (select 1 from oldest where oldest.workspace_id = changed.workspace_id
      and oldest.external_id = changed.external_id)`;
