import { expect, test, vi } from "vitest";
import type { AuthorityStorage } from "../../src/storage/authority-storage.ts";
import { runStatements } from "../../src/storage/transaction-statements.ts";
import { createProjectFiles } from "../../src/threads/files/project-files.ts";
import { deleteThreads } from "../../src/threads/operator/delete-threads.ts";
import { moveThreads } from "../../src/threads/operator/move-threads.ts";
import type { RunStatement } from "../../src/threads/scoped-statements.ts";
import { scoreBody } from "../../src/threads/telemetry/score-bodies.ts";
import { createScoreStore } from "../../src/threads/telemetry/score-store.ts";
import { createThreadService } from "../../src/threads/thread-service.ts";
import { createThreadStore } from "../../src/threads/thread-store.ts";
import { toMessage } from "./open-workspace.ts";
import { type OperatedStorage, openProject } from "./operator/open-project.ts";

/**
 * Tests that concurrent changes lock rows in the same order. If two changes lock rows in different orders, a deadlock
 * is possible. PostgreSQL then aborts one of the changes. Requires a storage with several connections.
 */
export function lockSuite(storage: () => AuthorityStorage): void {
  /** A storage that does not repeat a statement or transaction after a deadlock. */
  const unrepeated: OperatedStorage = {
    statement: async (text, values) => {
      const result = await storage().query?.({ text, values: [...values] });
      return (result?.rows ?? []) as Record<string, unknown>[];
    },
    transaction: (queries) =>
      storage()
        .transaction(queries)
        .catch((error: unknown) => {
          throw new Error(String(error));
        }),
  };
  const from = { userId: "visitor", workspaceId: "visitor" };
  const to = { userId: "ada", workspaceId: "home" };

  function openVisitor() {
    const { projectId, run, open } = openProject(unrepeated);
    const visitor = open(from.userId, from.workspaceId);
    const { scope, now } = visitor;
    const rate = (target: object) =>
      createScoreStore(run, scope, now).create(
        scoreBody.parse({ name: "q", data_type: "numeric", value: 1, ...target }),
      );
    const remove = (thread: string) =>
      runStatements(unrepeated, (runWithin) => createThreadStore(runWithin, scope, now).remove(thread));
    const move = () => moveThreads(unrepeated, projectId, { from, to });
    return { ...visitor, projectId, run, rate, remove, move };
  }

  /**
   * Locks the rows of a table that match a condition. Starts `first` and then `second`, and unlocks the rows as soon as
   * both changes wait. `first` therefore receives each lock before `second`. Returns the results or errors of both
   * changes.
   */
  async function contend(
    [table, condition, value]: readonly [table: string, condition: string, value: string],
    first: () => Promise<unknown>,
    second: () => Promise<unknown>,
  ): Promise<unknown[]> {
    const started: Promise<unknown>[] = [];
    const waiting = async () => (await storage().statement("select 1 from pg_locks where not granted", [])).length;
    const hold = async (run: RunStatement) => {
      await run(`select 1 from ${table} where ${condition} = $1 for update`, [value]);
      for (const change of [first, second]) {
        started.push(change().catch((error: unknown) => error));
        await vi.waitFor(async () => expect(await waiting()).toBe(started.length), 10_000);
      }
    };
    await runStatements(unrepeated, hold);
    return Promise.all(started);
  }

  test.each([
    ["a new message", "deleted", {}],
    ["a known message", "deleted", { external_id: "m" }],
    ["a new message", "moved", {}],
    ["a known message", "moved", { external_id: "m" }],
  ])("creating %s in a thread that is being %s reports the missing thread", async (_, change, more) => {
    const { thread, write, messages, remove, move } = openVisitor();
    const id = await thread();
    await write(id, { role: "user" }, { external_id: "m" });
    const results = await contend(
      ["threads", "id", id],
      () => (change === "deleted" ? remove(id) : move()),
      () => messages.create(id, toMessage({ role: "user", n: 1 }, more)),
    );
    expect(results).toEqual([change === "deleted" ? true : 1, { fault: "thread_not_found" }]);
  });

  test("updating a message of a thread that is being deleted reports the missing message", async () => {
    const { thread, write, messages, remove } = openVisitor();
    const id = await thread();
    const { messageId } = await write(id, { role: "user" });
    const content = { json: "{}", role: null };
    const results = await contend(
      ["messages", "id", messageId],
      () => remove(id),
      () => messages.update(id, messageId, { content, leaseId: null }),
    );
    expect(results).toEqual([true, { fault: "message_not_found" }]);
  });

  test("updating a leased message of a thread that is being moved reports the lost lease", async () => {
    const { thread, write, messages, move } = openVisitor();
    const id = await thread();
    const { messageId, leaseId } = await write(id, { role: "assistant" }, { open_run: true });
    const content = { json: "{}", role: null };
    const results = await contend(
      ["run_leases", "id", leaseId ?? ""],
      () => move(),
      () => messages.update(id, messageId, { content, leaseId }),
    );
    expect(results).toEqual([1, { fault: "lease_mismatch" }]);
  });

  test("deleting messages of a thread that is being moved has no effect", async () => {
    const { thread, write, messages, rate, move } = openVisitor();
    const id = await thread();
    const { messageId } = await write(id, { role: "user" });
    const { value: score } = await rate({ thread_id: id, message_id: messageId });
    const results = await contend(
      ["scores", "id", score?.scoreId ?? ""],
      () => move(),
      () => messages.remove(id, [messageId]),
    );
    expect(results).toEqual([1, 0]);
  });

  test("scoring a message or run of a thread that is being deleted reports the missing target", async () => {
    const { thread, write, report, rate, remove } = openVisitor();
    const [rated, reported] = [await thread(), await thread()];
    const { messageId } = await write(rated, { role: "user" });
    const { value: stored } = await report(reported);
    const scoreMessage = () => rate({ thread_id: rated, message_id: messageId });
    const scoreRun = () => rate({ run_id: stored?.runId });
    expect(await contend(["threads", "id", rated], () => remove(rated), scoreMessage)).toEqual([
      true,
      { fault: "message_not_found" },
    ]);
    expect(await contend(["threads", "id", reported], () => remove(reported), scoreRun)).toEqual([
      true,
      { fault: "run_not_found" },
    ]);
  });

  test("a deletion and a move of several threads lock the threads in the same order", async () => {
    const { projectId, run, scope, move } = openVisitor();
    for (const id of ["b", "a"]) {
      await run(
        `insert into threads (project_id, workspace_id, id, user_id, last_message_at, created_at, updated_at)
          values ($1, $2, $3, $4, now(), now(), now())`,
        [projectId, scope.workspaceId, id, scope.userId],
      );
    }
    const erase = () => deleteThreads(unrepeated, { projectId, userId: scope.userId });
    expect(await contend(["threads", "id", "b"], erase, move)).toEqual([2, 0]);
  });

  test("if a user is deleting a thread, an admin's deletion of the thread is rejected and not recorded", async () => {
    const { projectId, run, now, thread, remove } = openVisitor();
    const files = createProjectFiles({ run, projectId, bucket: null, quotaBytes: 0, now });
    const service = createThreadService({ storage: storage(), projectId, files, runReportDays: 7, now });
    const id = await thread();
    const results = await contend(
      ["threads", "id", id],
      () => remove(id),
      () => service.remove(id, { actor: "cli" }),
    );
    expect(results).toEqual([true, expect.objectContaining({ code: "not_found" })]);
    expect(await run("select action from audit_log where project_id = $1", [projectId])).toEqual([]);
  });
}
