import type { WriteResult } from "../message-store.ts";
import { createRowId } from "../row-ids.ts";
import { createScopedStatement, inScope, type RunStatement } from "../scoped-statements.ts";
import type { ThreadScope } from "../thread-scope.ts";
import type { RunReport } from "./run-report-body.ts";

/** The refusal code of a rejected report. `message_not_found` means that the thread does not contain the message. */
export type RunReportRefusalCode = "thread_not_found" | "message_not_found";

/** Stores the run reports of one workspace. */
export interface RunReportStore {
  /**
   * Stores a report and returns its id. Runs one statement. If the workspace already has a report with the same trace
   * id, stores no second report and returns the id of the earlier report. If both reports belong to the same thread and
   * the new report has a message id, the earlier report gets this message id. No other field of the earlier report
   * changes.
   */
  store(report: RunReport): Promise<WriteResult<{ runId: string }, RunReportRefusalCode>>;
}

/** Creates the {@link RunReportStore} of a workspace. */
export function createRunReportStore(run: RunStatement, scope: ThreadScope, now: () => number): RunReportStore {
  const statement = createScopedStatement(run, scope);
  return {
    async store({ threadId, messageId, traceId, status, json }) {
      const values = [createRowId("run"), scope.userId, threadId, messageId, traceId, status, json];
      const [row = {}] = await statement(STORE, ...values, new Date(now()).toISOString());
      if (typeof row["id"] === "string") return { value: { runId: row["id"] } };
      return { fault: row["has_thread"] === true ? "message_not_found" : "thread_not_found" };
    },
  };
}

/**
 * Stores a run report. Parameters: the id ($3), the user ($4), the thread ($5), the message ($6), the trace id ($7),
 * the status ($8), the report ($9) and the current time ($10).
 */
const STORE = `with thread as (
    select threads.id from threads where ${inScope("threads")} and threads.id = $5::text for key share
  ), stored as (
    insert into run_reports (project_id, workspace_id, id, user_id, thread_id, message_id, trace_id, status, report, created_at)
    select $1::text, $2::text, $3::text, $4::text, thread.id, $6::text, $7::text, $8::text, $9::text, $10::timestamptz
    from thread where $6::text is null or exists (
      select 1 from messages where ${inScope("messages")} and messages.thread_id = thread.id and messages.id = $6::text)
    on conflict (project_id, workspace_id, trace_id) do update set message_id = case
      when run_reports.thread_id = excluded.thread_id then coalesce(excluded.message_id, run_reports.message_id)
      else run_reports.message_id end
    returning id
  )
  select (select id from stored) as id, exists (select 1 from thread) as has_thread`;

/** The settings for the deletion of old run reports. */
export interface RunReportRetention {
  readonly projectId: string;
  /** How long run reports are kept, in days. */
  readonly days: number;
  /** The current time, in milliseconds since the epoch. */
  readonly now: number;
  /**
   * The number of reports to delete per statement. Default: 250. A statement can exceed this number, because it deletes
   * all reports that were created at the same time.
   */
  readonly batchSize?: number;
  /** Stops the deletion after the current statement. Default: none. */
  readonly signal?: AbortSignal;
}

const DAY_MS = 86_400_000;

/**
 * Deletes a project's old reports in small batches, oldest first, so that no statement locks many rows.
 *
 * @returns the number of deleted reports
 */
export async function deleteOldRunReports(
  run: RunStatement,
  { projectId, days, now, batchSize = 250, signal }: RunReportRetention,
): Promise<number> {
  const before = new Date(now - days * DAY_MS).toISOString();
  let total = 0;
  for (let deleted = batchSize; deleted >= batchSize && signal?.aborted !== true; total += deleted) {
    deleted = (await run(DELETE_OLDEST, [projectId, before, batchSize])).length;
  }
  return total;
}

/**
 * Deletes the oldest reports. The condition is a range of `created_at`, so the planner uses the index on that column.
 * If the condition listed primary keys, a planner without statistics might scan the whole workspace.
 */
const DELETE_OLDEST = `delete from run_reports where project_id = $1 and created_at < $2::timestamptz
  and created_at <= coalesce((
    select created_at from run_reports where project_id = $1 and created_at < $2::timestamptz
    order by created_at offset $3::int - 1 limit 1
  ), $2::timestamptz) returning 1 as deleted`;
