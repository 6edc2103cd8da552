import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { runReportBody } from "../../../src/threads/telemetry/run-report-body.ts";
import { createRunReportStore } from "../../../src/threads/telemetry/run-report-store.ts";
import { feedbackBody, scoreBody } from "../../../src/threads/telemetry/score-bodies.ts";
import { createScoreStore } from "../../../src/threads/telemetry/score-store.ts";
import { openWorkspace } from "../open-workspace.ts";

export type OperatedStorage = Pick<AuthorityStorage, "statement" | "transaction">;

let projects = 0;

/** Opens a new project. `open` returns the stores of one user in one workspace of the project. */
export function openProject(storage: OperatedStorage) {
  const projectId = `operated-${++projects}`;
  const run: RunStatement = storage.statement;

  function open(userId: string, workspaceId: string) {
    const workspace = openWorkspace(run, { projectId, workspaceId, userId });
    const { scope, now } = workspace;
    const scores = createScoreStore(run, scope, now);
    const reports = createRunReportStore(run, scope, now);
    return {
      ...workspace,
      rate: (thread: string, message: string) =>
        scores.rate(thread, message, feedbackBody.parse({ type: "positive", comment: "my words" })),
      score: (thread: string) =>
        scores.create(scoreBody.parse({ name: "q", data_type: "numeric", value: 1, thread_id: thread })),
      report: (thread: string, more: object = {}) =>
        reports.store(
          runReportBody.parse({ thread_id: thread, status: "completed", output_text: "my words", ...more }),
        ),
    };
  }

  const rowsOf = (table: string) => run(`select * from ${table} where project_id = $1`, [projectId]);
  return { projectId, run, open, rowsOf };
}
