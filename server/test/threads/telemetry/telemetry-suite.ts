import { expect, test } from "vitest";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { countEvents } from "../../../src/threads/telemetry/count-events.ts";
import { eventsBody } from "../../../src/threads/telemetry/event-bodies.ts";
import { runReportBody } from "../../../src/threads/telemetry/run-report-body.ts";
import { createRunReportStore, deleteOldRunReports } from "../../../src/threads/telemetry/run-report-store.ts";
import { feedbackBody, scoreBody } from "../../../src/threads/telemetry/score-bodies.ts";
import { createScoreStore } from "../../../src/threads/telemetry/score-store.ts";
import { openWorkspace } from "../open-workspace.ts";

let projects = 0;

export function telemetrySuite(run: () => RunStatement): void {
  /** Opens a thread with one message. `countStatements` returns the number of SQL statements since its last call. */
  async function open(given: Parameters<typeof openWorkspace>[1] = {}) {
    let statements = 0;
    const counted: RunStatement = (text, values) => {
      statements++;
      return run()(text, values);
    };
    const workspace = openWorkspace(counted, given);
    const thread = await workspace.thread();
    const { messageId: message } = await workspace.write(thread, { role: "assistant" });
    const scores = createScoreStore(counted, workspace.scope, workspace.now);
    const reports = createRunReportStore(counted, workspace.scope, workspace.now);
    statements = 0;
    const countStatements = () => {
      const count = statements;
      statements = 0;
      return count;
    };
    const rate = (type: string, comment?: string) =>
      scores.rate(thread, message, feedbackBody.parse({ type, comment }));
    const score = (body: object) =>
      scores.create(scoreBody.parse({ name: "q", data_type: "numeric", value: 1, ...body }));
    const report = (body: object = {}) =>
      reports.store(runReportBody.parse({ thread_id: thread, status: "completed", ...body }));
    const count = (events: object[]) => countEvents(counted, workspace.scope, eventsBody.parse({ events }));
    const stored = (table: string) =>
      run()(`select * from ${table} where project_id = $1 and workspace_id = $2 order by created_at, id`, [
        workspace.scope.projectId,
        workspace.scope.workspaceId,
      ]);
    return { ...workspace, thread, message, scores, rate, score, report, count, stored, countStatements };
  }

  test("stores feedback as one boolean score for each message and user", async () => {
    const { scope, rate, stored, countStatements, message } = await open();
    const first = await rate("positive");
    expect(countStatements()).toBe(1);
    expect(first).toEqual({ value: { feedbackId: expect.stringMatching(/^score_0\w{23}$/), comment: null } });
    expect(await rate("negative")).toEqual(first);
    expect(await stored("scores")).toMatchObject([
      { name: "feedback", data_type: "boolean", value: 0, message_id: message, user_id: "ada" },
    ]);
    const other = createScoreStore(run(), { ...scope, userId: "bob" }, () => 0);
    await other.create(scoreBody.parse({ name: "feedback", data_type: "numeric", value: 5, thread_id: "x" }));
    expect(await stored("scores")).toHaveLength(1);
  });

  test("repeating a rating does not delete its comment, but the opposite rating does", async () => {
    const { rate } = await open();
    const commentOf = async (...rating: [string, string?]) => (await rate(...rating)).value?.comment;
    expect(await commentOf("positive", "  good ")).toBe("good");
    expect(await commentOf("positive")).toBe("good");
    expect(await commentOf("positive", "better")).toBe("better");
    expect(await commentOf("negative")).toBeNull();
    expect(await commentOf("negative", "bad")).toBe("bad");
    expect(await commentOf("positive", "good again")).toBe("good again");
  });

  test("concurrent ratings of a message by one user store a single score", async () => {
    const { rate, stored } = await open();
    const all = await Promise.all(Array.from({ length: 10 }, (_, index) => rate(index % 2 ? "positive" : "negative")));
    expect(new Set(all.map(({ value }) => value?.feedbackId)).size).toBe(1);
    expect(await stored("scores")).toHaveLength(1);
  });

  test("a score replaces an earlier score of the same author, name and target", async () => {
    const { clock, thread, message, score, report, stored, countStatements } = await open();
    const { value: { runId } = {} } = await report();
    countStatements();
    const { value: first } = await score({ thread_id: thread, comment: "old" });
    expect(countStatements()).toBe(1);
    clock.now += 1000;
    expect((await score({ thread_id: thread, value: 2 })).value).toEqual(first);
    clock.now += 1000;
    await score({ thread_id: thread, message_id: message });
    clock.now += 1000;
    await score({ run_id: runId });
    clock.now += 1000;
    await score({ thread_id: thread, name: "other", data_type: "categorical", value: undefined, string_value: "a" });
    expect(await stored("scores")).toMatchObject([
      { id: first?.scoreId, value: 2, comment: null, updated_at: expect.anything() },
      { message_id: message, thread_id: thread },
      { target: `run:${runId}`, thread_id: thread, message_id: null },
      { name: "other", data_type: "categorical", value: null, string_value: "a" },
    ]);
  });

  test("rejects a score whose message, thread or run is missing", async () => {
    const { scores, thread, message, score } = await open();
    const rating = feedbackBody.parse({ type: "positive" });
    expect(await scores.rate(thread, "msg_0gone", rating)).toEqual({ fault: "message_not_found" });
    expect(await scores.rate("thread_0gone", message, rating)).toEqual({ fault: "thread_not_found" });
    expect(await score({ thread_id: "thread_0gone" })).toEqual({ fault: "thread_not_found" });
    expect(await score({ thread_id: thread, message_id: "msg_0gone" })).toEqual({ fault: "message_not_found" });
    expect(await score({ run_id: "run_0gone" })).toEqual({ fault: "run_not_found" });
  });

  test("deleting a message also deletes its scores", async () => {
    const { messages, thread, message, rate, stored } = await open();
    await rate("positive");
    await messages.remove(thread, [message]);
    expect(await stored("scores")).toEqual([]);
  });

  test("stores a run report with characters that the SQL type `text` does not allow", async () => {
    const { report, message, stored, countStatements } = await open();
    const { value } = await report({ message_id: message, error: "a\u0000\ud800", more: "x".repeat(10_000) });
    expect(countStatements()).toBe(1);
    expect(value).toEqual({ runId: expect.stringMatching(/^run_0\w{23}$/) });
    const [row] = await stored("run_reports");
    expect(row).toMatchObject({ id: value?.runId, message_id: message, status: "completed", user_id: "ada" });
    expect(JSON.parse(String(row?.["report"]))).toMatchObject({ error: "a\u0000\ud800" });
  });

  test("a second report of a trace returns the id of the first report", async () => {
    const { report, message, stored } = await open();
    const trace_id = "0123456789abcdef0123456789abcdef";
    const all = await Promise.all(Array.from({ length: 10 }, () => report({ trace_id })));
    expect(new Set(all.map(({ value }) => value?.runId)).size).toBe(1);
    expect(await report({ trace_id, message_id: message })).toEqual(all[0]);
    expect(await report({ trace_id })).toEqual(all[0]);
    expect(await stored("run_reports")).toMatchObject([{ message_id: message }]);
    const other = await open();
    expect((await other.report({ trace_id })).value).not.toEqual(all[0]?.value);
    expect((await report()).value).not.toEqual((await report()).value);
  });

  test("rejects a run report whose message belongs to another thread", async () => {
    const { report, thread, write, stored } = await open();
    const other = await open();
    const elsewhere = await other.write(other.thread, { role: "assistant" });
    for (const message_id of ["msg_0gone", elsewhere.messageId]) {
      expect(await report({ message_id })).toEqual({ fault: "message_not_found" });
    }
    expect(await report({ thread_id: other.thread })).toEqual({ fault: "thread_not_found" });
    const { messageId } = await write(thread, { role: "assistant" });
    expect(await report({ message_id: messageId })).toMatchObject({ value: {} });
    expect(await stored("run_reports")).toHaveLength(1);
  });

  test("deletes a project's expired run reports in batches, but no reports of another project", async () => {
    const projectId = `retention-${++projects}`;
    const { clock, report, stored } = await open({ projectId });
    const elsewhere = await open();
    for (let index = 0; index < 7; index++) {
      clock.now += 1;
      await report();
    }
    await elsewhere.report();
    clock.now += 30 * 86_400_000;
    const kept = await report();
    clock.now += 1;
    const batches: number[] = [];
    const counted: RunStatement = async (text, values) => {
      const rows = await run()(text, values);
      batches.push(rows.length);
      return rows;
    };
    const retention = { projectId, days: 30, now: clock.now, batchSize: 3 };
    expect(await deleteOldRunReports(counted, retention)).toBe(7);
    expect(batches).toEqual([3, 3, 1]);
    expect(await stored("run_reports")).toMatchObject([{ id: kept.value?.runId }]);
    expect(await elsewhere.stored("run_reports")).toHaveLength(1);
    expect(await deleteOldRunReports(counted, { ...retention, signal: AbortSignal.abort() })).toBe(0);
    expect(batches).toHaveLength(3);
  });

  test("ignores an event whose thread is missing or in another workspace, and reports no error", async () => {
    const { thread, count, countStatements } = await open();
    const other = await open();
    countStatements();
    const counts = await count([
      { kind: "message_sent", thread_id: thread },
      { kind: "message_sent" },
      { kind: "message_copied", thread_id: thread },
      { kind: "message_copied", thread_id: other.thread },
      { kind: "message_copied", thread_id: "thread_0gone" },
    ]);
    expect(countStatements()).toBe(1);
    expect(counts.accepted).toBe(3);
    expect([...counts.kinds]).toEqual([
      ["message_sent", 2],
      ["message_copied", 1],
    ]);
    expect(await count([{ kind: "error_shown" }])).toMatchObject({ accepted: 1 });
    expect(countStatements()).toBe(0);
  });

  test("a workspace cannot access the scores, reports and events of another workspace", async () => {
    const mine = await open();
    const theirs = await open();
    const { value: { runId } = {} } = await theirs.report();
    const rating = feedbackBody.parse({ type: "positive" });
    expect(await mine.scores.rate(theirs.thread, theirs.message, rating)).toEqual({ fault: "thread_not_found" });
    expect(await mine.score({ thread_id: theirs.thread })).toEqual({ fault: "thread_not_found" });
    expect(await mine.score({ run_id: runId })).toEqual({ fault: "run_not_found" });
    expect(await theirs.stored("scores")).toEqual([]);
  });
}
