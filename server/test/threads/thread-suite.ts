import { expect, test } from "vitest";
import type { RunStatement } from "../../src/threads/scoped-statements.ts";
import { threadCreateBody, threadListQuery, threadUpdateBody } from "../../src/threads/thread-bodies.ts";
import { createThreadStore } from "../../src/threads/thread-store.ts";

export function threadSuite(run: () => RunStatement): void {
  let workspace = 0;
  function open(clock = { now: Date.UTC(2026, 0, 1, 12) }) {
    const scope = { projectId: "project", workspaceId: `threads-${++workspace}`, userId: "ada" };
    const threads = createThreadStore(run(), scope, () => clock.now);
    const create = (more: object = {}) =>
      threads.create(threadCreateBody.parse({ last_message_at: new Date(clock.now).toISOString(), ...more }));
    const list = async (query: object = {}) => threads.list(threadListQuery.parse(query));
    return { clock, scope, threads, create, list };
  }

  test("`get` returns the fields of the create request and the fields that the server sets", async () => {
    const { scope, threads, create } = open();
    const metadata = JSON.parse('{"__proto__":"p","constructor":"c","nul":"\\u0000","half":"\\ud800"}');
    const { id, created } = await create({ title: "A title", metadata, external_id: "x" });
    expect(created).toBe(true);
    const thread = await threads.get(id);
    expect(JSON.stringify(thread?.metadata)).toBe(JSON.stringify(metadata));
    expect({ ...thread, metadata: null }).toEqual({
      id,
      project_id: "project",
      workspace_id: scope.workspaceId,
      title: "A title",
      external_id: "x",
      created_at: "2026-01-01T12:00:00.000Z",
      updated_at: "2026-01-01T12:00:00.000Z",
      last_message_at: "2026-01-01T12:00:00.000Z",
      is_archived: false,
      metadata: null,
    });
  });

  test("lists archived and active threads separately, sorted by `last_message_at`, newest first", async () => {
    const { clock, threads, create, list } = open();
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) {
      ids.push((await create()).id);
      clock.now += 1000;
    }
    await threads.update(ids[1] ?? "", threadUpdateBody.parse({ is_archived: true }));
    expect((await list()).map(({ id }) => id)).toEqual([ids[2], ids[0]]);
    expect((await list({ is_archived: "true" })).map(({ id }) => id)).toEqual([ids[1]]);
  });

  test("if a thread of a later page is updated between requests, all other threads are listed once", async () => {
    const { clock, threads, create, list } = open();
    const ids: string[] = [];
    for (let index = 0; index < 45; index++) {
      ids.push((await create()).id);
      // Some threads share one time, so the id decides the order.
      clock.now += index % 2;
    }
    const first = await list({ limit: "20" });
    const touched = ids[0] ?? "";
    await threads.update(touched, threadUpdateBody.parse({ last_message_at: new Date(clock.now + 1).toISOString() }));
    const second = await list({ limit: "20", after: first.at(-1)?.id });
    const third = await list({ limit: "20", after: second.at(-1)?.id });
    const seen = [...first, ...second, ...third].map(({ id }) => id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(new Set([touched, ...seen])).toEqual(new Set(ids));
    expect(await list({ limit: "100", after: "thread_0unknown" })).toHaveLength(45);
  });

  test("an update of a thread changes only the fields that the request contains", async () => {
    const { clock, threads, create } = open();
    const { id } = await create({ title: "Old", metadata: { a: "1" } });
    const before = await threads.get(id);
    clock.now += 60_000;
    expect(await threads.update(id, threadUpdateBody.parse({ title: "New" }))).toBe(true);
    expect(await threads.get(id)).toEqual({ ...before, title: "New", updated_at: "2026-01-01T12:01:00.000Z" });
    await threads.update(id, threadUpdateBody.parse({ metadata: null }));
    expect(await threads.get(id)).toMatchObject({ title: "New", metadata: null });
    expect(await threads.update("thread_0unknown", threadUpdateBody.parse({ title: "x" }))).toBe(false);
  });

  test("a generated title never replaces an existing title", async () => {
    const { threads, create } = open();
    const { id } = await create();
    await threads.setMissingTitle(id, "Generated");
    await threads.setMissingTitle(id, "Again");
    expect((await threads.get(id))?.title).toBe("Generated");
    const blank = await create({ title: " \n" });
    await threads.setMissingTitle(blank.id, "Generated");
    expect((await threads.get(blank.id))?.title).toBe("Generated");
  });

  test("concurrent upserts with one external id create a single thread, and all return its id", async () => {
    const { create, list } = open();
    const all = await Promise.all(Array.from({ length: 20 }, () => create({ external_id: "one", upsert: true })));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    const { id, created } = await create({ external_id: "one" });
    expect(created).toBe(true);
    expect(await create({ external_id: "one", upsert: true })).toEqual({ id: all[0]?.id, created: false });
    expect((await list({ external_id: "one" })).map((each) => each.id).sort()).toEqual([all[0]?.id, id].sort());
  });

  test("an upsert returns the oldest thread with the same external id, or creates one if none exists", async () => {
    const { clock, threads, create } = open();
    const first = await create({ external_id: "one" });
    clock.now += 1;
    const second = await create({ external_id: "one" });
    expect(await threads.remove(first.id)).toBe(true);
    expect(await create({ external_id: "one", upsert: true })).toEqual({ id: second.id, created: false });
    await threads.remove(second.id);
    expect((await create({ external_id: "one", upsert: true })).created).toBe(true);
    expect(await threads.remove(first.id)).toBe(false);
  });

  test("a workspace cannot access the threads of another workspace", async () => {
    const mine = open();
    const theirs = open();
    const { id } = await theirs.create({ external_id: "x" });
    expect(await mine.threads.get(id)).toBeNull();
    expect(await mine.list()).toEqual([]);
    expect(await mine.threads.update(id, threadUpdateBody.parse({ title: "mine" }))).toBe(false);
    expect(await mine.threads.remove(id)).toBe(false);
    expect(await mine.list({ after: id })).toEqual([]);
    expect((await mine.create({ external_id: "x", upsert: true })).created).toBe(true);
    expect(await theirs.threads.get(id)).toMatchObject({ title: null });
  });
}
