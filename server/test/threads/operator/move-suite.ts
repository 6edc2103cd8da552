import { expect, test, vi } from "vitest";
import { messageListQuery } from "../../../src/threads/message-bodies.ts";
import { moveThreads } from "../../../src/threads/operator/move-threads.ts";
import { threadCreateBody } from "../../../src/threads/thread-bodies.ts";
import { type OperatedStorage, openProject } from "./open-project.ts";

export function moveSuite(storage: () => OperatedStorage): void {
  const from = { userId: "visitor", workspaceId: "visitor" };
  const to = { userId: "ada", workspaceId: "home" };
  const all = messageListQuery.parse({});
  const upsert = (at: string) => threadCreateBody.parse({ last_message_at: at, external_id: "x", upsert: true });

  test("moves threads with their ids, messages, times, leases, scores and reports", async () => {
    const { projectId, open, rowsOf } = openProject(storage());
    const visitor = open("visitor", "visitor");
    const ada = open("ada", "home");
    const thread = await visitor.thread({ title: "T", metadata: { a: "1" } });
    await visitor.thread();
    visitor.clock.now += 1000;
    const root = await visitor.write(thread, { role: "user" }, { external_id: "m" });
    const reply = await visitor.write(thread, { role: "assistant" }, { parent_id: root.messageId, open_run: true });
    await visitor.rate(thread, reply.messageId);
    await visitor.score(thread);
    await visitor.report(thread, { message_id: reply.messageId });
    const before = { thread: await visitor.threads.get(thread), messages: await visitor.messages.list(thread, all) };

    const moveOtherRows = vi.fn(async () => {});
    expect(await moveThreads(storage(), projectId, { from, to }, moveOtherRows)).toBe(2);

    expect(await visitor.threads.get(thread)).toBeNull();
    expect(await visitor.messages.list(thread, all)).toEqual([]);
    expect(await ada.threads.get(thread)).toEqual({ ...before.thread, workspace_id: "home" });
    const after = await ada.messages.list(thread, all);
    expect(after.map(({ run: _, ...message }) => message)).toEqual(
      before.messages.map(({ run: _, ...message }) => message),
    );
    expect(await ada.messages.renewLease(thread, reply.leaseId ?? "")).toEqual({ value: null });
    for (const table of ["threads", "messages", "scores", "run_reports"]) {
      for (const row of await rowsOf(table)) expect(row, table).toMatchObject({ workspace_id: "home", user_id: "ada" });
    }
    expect(moveOtherRows).toHaveBeenCalledOnce();
    expect(await moveThreads(storage(), projectId, { from, to }, moveOtherRows)).toBe(0);
    expect(moveOtherRows).toHaveBeenCalledTimes(2);
  });

  test("after a move, an upsert returns the workspace's oldest thread with the same external id", async () => {
    const { projectId, open, rowsOf } = openProject(storage());
    const visitor = open("visitor", "visitor");
    const ada = open("ada", "home");
    const mine = await ada.thread({ external_id: "x" });
    visitor.clock.now -= 1000;
    const older = await visitor.thread({ external_id: "x" });
    await visitor.thread({ external_id: "only" });
    const guest = open("guest", "visitor");
    const left = await guest.thread({ external_id: "x" });
    expect(await moveThreads(storage(), projectId, { from, to })).toBe(2);
    expect(await ada.threads.create(upsert(ada.moment()))).toEqual({ id: older, created: false });
    expect(await guest.threads.create(upsert(guest.moment()))).toEqual({ id: left, created: false });
    expect((await ada.threads.list({ archived: false, externalId: "x", limit: 10, after: undefined })).length).toBe(2);
    await ada.threads.remove(older);
    expect(await ada.threads.create(upsert(ada.moment()))).toEqual({ id: mine, created: false });
    const keys = (await rowsOf("thread_keys")).map(({ workspace_id, external_id }) => `${workspace_id} ${external_id}`);
    expect(keys.sort()).toEqual(["home only", "home x", "visitor x"]);
  });

  test("moves no thread of other users, and the authors of messages stay the same", async () => {
    const { projectId, open, rowsOf } = openProject(storage());
    const visitor = open("visitor", "visitor");
    const guest = open("guest", "visitor");
    const thread = await visitor.thread();
    const { messageId } = await guest.write(thread, { role: "user" });
    await guest.rate(thread, messageId);
    // The same user rated the message as a visitor and after signing in.
    await visitor.rate(thread, messageId);
    await open("ada", "visitor").rate(thread, messageId);
    const left = await guest.thread();
    expect(await moveThreads(storage(), projectId, { from, to })).toBe(1);
    expect(await guest.threads.get(left)).not.toBeNull();
    expect(await rowsOf("messages")).toMatchObject([{ workspace_id: "home", user_id: "guest" }]);
    expect((await rowsOf("scores")).map(({ user_id }) => user_id).sort()).toEqual(["ada", "guest"]);
  });

  test("if both workspaces of a move have a report of the same trace, both reports remain", async () => {
    const { projectId, open, rowsOf } = openProject(storage());
    const trace = { trace_id: "0123456789abcdef0123456789abcdef" };
    const visitor = open("visitor", "visitor");
    const ada = open("ada", "home");
    await visitor.report(await visitor.thread(), trace);
    await ada.report(await ada.thread(), trace);
    expect(await moveThreads(storage(), projectId, { from, to })).toBe(1);
    expect(await rowsOf("run_reports")).toHaveLength(2);
  });

  test("moves threads to another user of the same workspace", async () => {
    const { projectId, open, rowsOf } = openProject(storage());
    const visitor = open("visitor", "visitor");
    const thread = await visitor.thread({ external_id: "x" });
    await visitor.write(thread, { role: "user" });
    const move = { from, to: { userId: "ada", workspaceId: "visitor" } };
    expect(await moveThreads(storage(), projectId, move)).toBe(1);
    expect(await rowsOf("messages")).toMatchObject([{ workspace_id: "visitor", user_id: "ada" }]);
    expect(await open("ada", "visitor").threads.create(upsert(visitor.moment()))).toEqual({
      id: thread,
      created: false,
    });
  });

  test("moves either all threads or none", async () => {
    const { projectId, open } = openProject(storage());
    const visitor = open("visitor", "visitor");
    const thread = await visitor.thread({ external_id: "x" });
    await visitor.write(thread, { role: "user" });
    const fail = () => Promise.reject(new Error("no disk"));
    await expect(moveThreads(storage(), projectId, { from, to }, fail)).rejects.toThrow();
    expect(await visitor.threads.get(thread)).not.toBeNull();
    expect(await visitor.messages.list(thread, all)).toHaveLength(1);
    expect(await visitor.threads.create(upsert(visitor.moment()))).toEqual({ id: thread, created: false });
  });

  test("concurrent writes and moves lose no message, and each thread moves once", async () => {
    const { projectId, open, rowsOf } = openProject(storage());
    const visitor = open("visitor", "visitor");
    const threads = [await visitor.thread(), await visitor.thread()];
    const writes = Array.from({ length: 20 }, (_, n) =>
      visitor.write(threads[n % 2] ?? "", { role: "user", n }).then(
        () => 1,
        () => 0,
      ),
    );
    const moves = [moveThreads(storage(), projectId, { from, to }), moveThreads(storage(), projectId, { from, to })];
    const [moved, written] = await Promise.all([Promise.all(moves), Promise.all(writes)]);
    expect(moved.reduce((sum, count) => sum + count)).toBe(2);
    const rows = await rowsOf("messages");
    expect(rows).toHaveLength(written.filter((one) => one === 1).length);
    for (const row of rows) expect(row).toMatchObject({ workspace_id: "home" });
  });
}
