import { expect, test } from "vitest";
import type { RunStatement } from "../../src/threads/scoped-statements.ts";
import { toMessage as body } from "./open-workspace.ts";
import { createTestThread, page } from "./test-thread.ts";

export function messageSuite(run: () => RunStatement): void {
  const openThread = () => createTestThread(run());

  test("sorts the messages of a thread by descending height, then from newest to oldest", async () => {
    const { clock, messages, thread, write } = await openThread();
    const root = await write({ role: "user", text: "a\u0000\ud800" });
    clock.now += 1;
    const first = await write({ role: "assistant" }, { parent_id: root.messageId });
    clock.now += 1;
    const second = await write({ role: "assistant" }, { parent_id: root.messageId });
    const listed = await messages.list(thread, page);
    expect(listed.map(({ id, parent_id, height }) => ({ id, parent_id, height }))).toEqual([
      { id: second.messageId, parent_id: root.messageId, height: 1 },
      { id: first.messageId, parent_id: root.messageId, height: 1 },
      { id: root.messageId, parent_id: null, height: 0 },
    ]);
    expect(listed[2]).toEqual({
      id: root.messageId,
      parent_id: null,
      height: 0,
      format: "aui/v0",
      content: JSON.stringify({ role: "user", text: "a\u0000\ud800" }),
      external_id: null,
      created_at: "2026-01-01T12:00:00.000Z",
      updated_at: "2026-01-01T12:00:00.000Z",
      run: null,
    });
  });

  test("listing 205 messages in pages returns each message exactly once", async () => {
    const { clock, messages, thread, write } = await openThread();
    let parent: string | null = null;
    const written: string[] = [];
    for (let index = 0; index < 205; index++) {
      clock.now += index % 3;
      const { messageId } = await write({ role: "user", index }, { parent_id: parent });
      parent = index % 5 === 0 ? parent : messageId;
      written.push(messageId);
    }
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const rows = await messages.list(thread, { ...page, limit: 50, after });
      seen.push(...rows.map(({ id }) => id));
      if (rows.length < 50) break;
      after = rows.at(-1)?.id;
    }
    expect(seen).toHaveLength(205);
    expect(new Set(seen)).toEqual(new Set(written));
  });

  test("listing messages after an unknown id returns the first page", async () => {
    const { messages, thread, write } = await openThread();
    const { messageId } = await write({ role: "user" });
    const rows = await messages.list(thread, { ...page, after: "msg_0unknown" });
    expect(rows.map(({ id }) => id)).toEqual([messageId]);
  });

  test("a new or changed message updates the thread's `last_message_at`, but a repeated message does not", async () => {
    const { clock, threads, thread, write } = await openThread();
    const lastMessage = async () => (await threads.get(thread))?.last_message_at;
    clock.now += 1000;
    await write({ role: "user" }, { external_id: "m1" });
    expect(await lastMessage()).toBe("2026-01-01T12:00:01.000Z");
    clock.now += 1000;
    await write({ role: "user" }, { external_id: "m1" });
    expect(await lastMessage()).toBe("2026-01-01T12:00:01.000Z");
    await write({ role: "user", more: 1 }, { external_id: "m1" });
    expect(await lastMessage()).toBe("2026-01-01T12:00:02.000Z");
  });

  test("creating a message with an existing external id replaces only the stored content and format", async () => {
    const { clock, messages, thread, write } = await openThread();
    const root = await write({ role: "user" });
    const first = await write({ role: "assistant", n: 1 }, { external_id: "m", parent_id: root.messageId });
    clock.now += 5;
    const again = await write({ role: "assistant", n: 1 }, { external_id: "m", parent_id: null });
    expect(again).toEqual({ messageId: first.messageId, created: false, leaseId: null });
    const read = async () => (await messages.list(thread, page)).find(({ external_id }) => external_id === "m");
    expect((await read())?.updated_at).toBe("2026-01-01T12:00:00.000Z");
    await write({ role: "assistant", n: 2 }, { external_id: "m", format: "ai-sdk/v6", parent_id: "msg_0gone" });
    expect(await read()).toMatchObject({
      parent_id: root.messageId,
      height: 1,
      format: "ai-sdk/v6",
      content: '{"role":"assistant","n":2}',
      updated_at: "2026-01-01T12:00:00.005Z",
    });
  });

  test("rejects a message if its external id belongs to a message with another role, and changes nothing", async () => {
    const { messages, thread, write } = await openThread();
    await write({ role: "user", n: 1 }, { external_id: "m" });
    const refused = await messages.create(thread, body({ role: "assistant" }, { external_id: "m", open_run: true }));
    expect(refused).toEqual({ fault: "role_changed" });
    const [row] = await messages.list(thread, page);
    expect(row).toMatchObject({ content: '{"role":"user","n":1}', run: null });
  });

  test("concurrent creations of a message with the same external id store one row", async () => {
    const { messages, thread, write } = await openThread();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => write({ role: "user", n }, { external_id: "one" })),
    );
    expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(await messages.list(thread, page)).toHaveLength(1);
  });

  test("`parent_external_id` overrides `parent_id`, and a message whose parent is missing is rejected", async () => {
    const { messages, thread, write } = await openThread();
    const a = await write({ role: "user" }, { external_id: "a" });
    const b = await write({ role: "user" }, { parent_external_id: "a", parent_id: "msg_0nothing" });
    const [row] = await messages.list(thread, page);
    expect(row).toMatchObject({ id: b.messageId, parent_id: a.messageId, height: 1 });
    expect(await messages.create(thread, body({}, { parent_id: "msg_0nothing" }))).toEqual({
      fault: "parent_not_found",
    });
    expect(await messages.create(thread, body({}, { parent_external_id: "x" }))).toEqual({
      fault: "parent_external_not_found",
    });
    const local = await write({}, { parent_id: "local-id" });
    expect((await messages.list(thread, page)).find(({ id }) => id === local.messageId)).toMatchObject({
      parent_id: null,
      height: 0,
    });
  });

  test("deletes a message and all its descendants", async () => {
    const { messages, thread, write } = await openThread();
    const root = await write({ role: "user" });
    const branch = await write({ role: "assistant" }, { parent_id: root.messageId });
    await write({ role: "user" }, { parent_id: branch.messageId });
    const other = await write({ role: "assistant" }, { parent_id: root.messageId });
    expect(await messages.remove(thread, [branch.messageId, "msg_0unknown"])).toBe(2);
    expect((await messages.list(thread, page)).map(({ id }) => id)).toEqual([other.messageId, root.messageId]);
    expect(await messages.remove(thread, [branch.messageId])).toBe(0);
  });

  test("updating a message replaces its content, and updating a missing message returns an error", async () => {
    const { clock, messages, thread, write } = await openThread();
    const { messageId } = await write({ role: "user" });
    clock.now += 7;
    const content = { json: '{"role":"user","text":"new"}', role: "user" };
    expect(await messages.update(thread, messageId, { content, leaseId: null })).toEqual({ value: null });
    expect((await messages.list(thread, page))[0]).toMatchObject({
      content: content.json,
      created_at: "2026-01-01T12:00:00.000Z",
      updated_at: "2026-01-01T12:00:00.007Z",
    });
    const missing = await messages.update(thread, "msg_0unknown", { content, leaseId: null });
    expect(missing).toEqual({ fault: "message_not_found" });
  });

  test("a workspace cannot access the messages of another workspace", async () => {
    const mine = await openThread();
    const theirs = await openThread();
    const { messageId, leaseId } = await theirs.write({ role: "user" }, { external_id: "m", open_run: true });
    const { messages } = mine;
    const content = { json: "{}", role: null };
    expect(await messages.list(theirs.thread, page)).toEqual([]);
    expect(await messages.create(theirs.thread, body({}))).toEqual({ fault: "thread_not_found" });
    const foreign = await messages.update(theirs.thread, messageId, { content, leaseId: null });
    expect(foreign).toEqual({ fault: "message_not_found" });
    expect(await messages.remove(theirs.thread, [messageId])).toBe(0);
    expect(await messages.renewLease(theirs.thread, leaseId ?? "")).toEqual({ fault: "lease_not_found" });
    const child = await messages.create(mine.thread, body({}, { parent_id: messageId }));
    expect(child).toEqual({ fault: "parent_not_found" });
    expect(await theirs.messages.list(theirs.thread, page)).toHaveLength(1);
  });
}
