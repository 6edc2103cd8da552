import type { RunStatement } from "../scoped-statements.ts";

/** The external id of threads that were added, moved or deleted in a workspace. */
export interface ChangedKey {
  readonly workspaceId: string;
  readonly externalId: string;
}

/**
 * Updates the entries of changed external ids in the table `thread_keys`. The table maps each external id in a
 * workspace to the oldest thread with that external id. Deletes the entry of an external id without a thread. Call this
 * function in the transaction that added, moved or deleted the threads.
 */
export async function repairThreadKeys(
  run: RunStatement,
  projectId: string,
  changed: readonly ChangedKey[],
): Promise<void> {
  if (changed.length === 0) return;
  const workspaces = changed.map(({ workspaceId }) => workspaceId);
  const externalIds = changed.map(({ externalId }) => externalId);
  await run(REPAIR, [projectId, workspaces, externalIds]);
}

const REPAIR = `with changed as (
    select distinct workspace_id, external_id from unnest($2::text[], $3::text[]) as each (workspace_id, external_id)
  ), oldest as (
    select changed.workspace_id, changed.external_id, thread.id from changed cross join lateral (
      select threads.id from threads where threads.project_id = $1 and threads.workspace_id = changed.workspace_id
        and threads.external_id = changed.external_id order by threads.created_at, threads.id limit 1
    ) as thread
  ), stored as (
    insert into thread_keys (project_id, workspace_id, external_id, thread_id)
    select $1::text, oldest.workspace_id, oldest.external_id, oldest.id from oldest
    on conflict (project_id, workspace_id, external_id) do update set thread_id = excluded.thread_id
  )
  delete from thread_keys using changed where thread_keys.project_id = $1
    and thread_keys.workspace_id = changed.workspace_id and thread_keys.external_id = changed.external_id
    and not exists (select 1 from oldest where oldest.workspace_id = changed.workspace_id
      and oldest.external_id = changed.external_id)`;
