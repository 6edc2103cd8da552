import type { WriteResult } from "../message-store.ts";
import { createRowId } from "../row-ids.ts";
import { createScopedStatement, inScope, type RunStatement } from "../scoped-statements.ts";
import type { ThreadScope } from "../thread-scope.ts";
import type { Feedback, Score, ScoreTarget } from "./score-bodies.ts";

/** The refusal code of a rejected score. `message_not_found` means that the thread does not contain the message. */
export type ScoreRefusalCode = "thread_not_found" | "message_not_found" | "run_not_found";

/**
 * Writes the scores of one workspace. There is one score per target, name and author. Each method runs one statement.
 */
export interface ScoreStore {
  /**
   * Stores a user's feedback on a message as the boolean score `feedback`. If the user repeats the rating and sends no
   * comment, the earlier comment remains. If the user changes the rating and sends no comment, the earlier comment is
   * deleted.
   */
  rate(
    threadId: string,
    messageId: string,
    feedback: Feedback,
  ): Promise<WriteResult<{ feedbackId: string; comment: string | null }, ScoreRefusalCode>>;
  /** Stores a score. If the author has already scored this target under this name, overwrites the earlier score. */
  create(score: Score): Promise<WriteResult<{ scoreId: string }, ScoreRefusalCode>>;
}

/** Creates the {@link ScoreStore} of a workspace. */
export function createScoreStore(run: RunStatement, scope: ThreadScope, now: () => number): ScoreStore {
  const statement = createScopedStatement(run, scope);

  async function write(
    { name, dataType, value, stringValue, comment, target }: Score,
    keepsComment: boolean,
  ): Promise<WriteResult<{ id: string; comment: string | null }, ScoreRefusalCode>> {
    const [row = {}] = await statement(
      storeScore(target.kind, keepsComment),
      createRowId("score"),
      scope.userId,
      name,
      dataType,
      value,
      stringValue,
      comment,
      new Date(now()).toISOString(),
      ...targetValues(target),
    );
    if (typeof row["id"] === "string") return { value: { id: row["id"], comment: row["comment"] as string | null } };
    if (target.kind === "run") return { fault: "run_not_found" };
    return { fault: row["has_thread"] === true ? "message_not_found" : "thread_not_found" };
  }

  return {
    async rate(threadId, messageId, { type, comment }) {
      const target: ScoreTarget = { kind: "message", threadId, messageId };
      const value = type === "positive" ? 1 : 0;
      const score: Score = { name: "feedback", dataType: "boolean", value, stringValue: null, comment, target };
      const { value: written, fault } = await write(score, true);
      return written ? { value: { feedbackId: written.id, comment: written.comment } } : { fault };
    },
    async create(score) {
      const { value: written, fault } = await write(score, false);
      return written ? { value: { scoreId: written.id } } : { fault };
    },
  };
}

function targetValues(target: ScoreTarget): string[] {
  if (target.kind === "message") return [target.threadId, target.messageId];
  return [target.kind === "thread" ? target.threadId : target.runId];
}

/**
 * For each kind of target, the query that selects and locks the scored row and its thread. The locks prevent the
 * deletion of these rows before the score is stored. PostgreSQL locks the rows in the order of the `from` clause: the
 * thread first, as a deletion of the thread does.
 */
const targets: Readonly<Record<ScoreTarget["kind"], string>> = {
  message: `select messages.thread_id, messages.id as message_id, 'message:' || messages.id as target
    from threads join messages on ${inScope("messages")} and messages.thread_id = threads.id
    where ${inScope("threads")} and threads.id = $11::text and messages.id = $12::text for key share`,
  thread: `select threads.id as thread_id, null as message_id, 'thread:' || threads.id as target from threads
    where ${inScope("threads")} and threads.id = $11::text for key share`,
  run: `select run_reports.thread_id, null as message_id, 'run:' || run_reports.id as target
    from threads join run_reports on ${inScope("run_reports")} and run_reports.thread_id = threads.id
    where ${inScope("threads")} and run_reports.id = $11::text for key share`,
};

/**
 * Returns the statement that stores a score. Parameters: the id ($3), the user ($4), the name ($5), the type ($6), the
 * value ($7), the text value ($8), the comment ($9), the current time ($10) and the target ($11 and $12). If
 * `keepsComment` is true, a new score without a comment does not delete the stored comment, unless the value changes.
 */
function storeScore(kind: ScoreTarget["kind"], keepsComment: boolean): string {
  const kept = "excluded.comment is null and scores.value = excluded.value";
  return `with target as (${targets[kind]}), stored as (
      insert into scores (project_id, workspace_id, id, target, thread_id, message_id, user_id, name, data_type, value,
        string_value, comment, created_at, updated_at)
      select $1::text, $2::text, $3::text, target.target, target.thread_id, target.message_id, $4::text, $5::text, $6::text,
        $7::double precision, $8::text, $9::text, $10::timestamptz, $10::timestamptz from target
      on conflict (project_id, workspace_id, target, name, user_id) do update set data_type = excluded.data_type,
        value = excluded.value, string_value = excluded.string_value, updated_at = excluded.updated_at,
        comment = ${keepsComment ? `case when ${kept} then scores.comment else excluded.comment end` : "excluded.comment"}
      returning id, comment
    )
    select (select id from stored) as id, (select comment from stored) as comment,
      exists (select 1 from threads where ${inScope("threads")} and threads.id = $11::text) as has_thread`;
}
