import { expect, test } from "vitest";
import { messageListQuery } from "../../../src/threads/message-bodies.ts";
import { countByUser, countByWorkspace } from "../../../src/threads/operator/count-threads.ts";
import { createProjectThreads } from "../../../src/threads/operator/project-threads.ts";
import { threadListQuery, threadUpdateBody } from "../../../src/threads/thread-bodies.ts";
import { type OperatedStorage, openProject } from "./open-project.ts";

export function projectSuite(storage: () => OperatedStorage): void {
  function openReads() {
    const project = openProject(storage());
    const reads = createProjectThreads(project.run, project.projectId, () => Date.UTC(2026, 0, 1, 12));
    const list = (query: object = {}) => reads.list(threadListQuery.parse(query));
    const messages = (thread: string, query: object = {}) => reads.listMessages(thread, messageListQuery.parse(query));
    return { ...project, reads, list, messages };
  }

  test("lists the threads of all workspaces with the fields that each thread's own workspace returns", async () => {
    const { open, list } = openReads();
    const one = open("ada", "one");
    const two = open("bob", "two");
    const first = await one.thread({ title: "First", metadata: { a: "1" }, external_id: "x" });
    two.clock.now += 1000;
    const second = await two.thread({ external_id: "x" });
    expect(await list()).toEqual([await two.threads.get(second), await one.threads.get(first)]);
    expect((await list({ external_id: "x" })).map(({ id }) => id)).toEqual([second, first]);
    await one.threads.update(first, threadUpdateBody.parse({ is_archived: true }));
    expect((await list({ is_archived: "true" })).map(({ id }) => id)).toEqual([first]);
    expect((await openReads().list()).length).toBe(0);
  });

  test("listing all threads in pages returns each thread once; an unknown cursor returns the first page", async () => {
    const { open, list } = openReads();
    const ids: string[] = [];
    for (let index = 0; index < 9; index++) {
      const workspace = open("ada", `w${index % 4}`);
      workspace.clock.now += index - (index % 2);
      ids.push(await workspace.thread());
    }
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await list({ limit: "2", ...(after === undefined ? {} : { after }) });
      seen.push(...page.map(({ id }) => id));
      if (page.length < 2) break;
      after = page.at(-1)?.id;
    }
    expect(seen).toHaveLength(9);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect(await list({ after: "thread_0unknown" })).toHaveLength(9);
  });

  test("filters a list of threads by workspace, user, title or age", async () => {
    const { open, reads } = openReads();
    const ada = open("ada", "one");
    const bob = open("bob", "two");
    const old = await ada.thread({ title: "Plan of the 100% GARDEN" });
    await ada.thread();
    bob.clock.now += 60_000;
    const recent = await bob.thread({ title: "Plan b" });
    const ids = async (more: object) =>
      (await reads.list({ ...threadListQuery.parse({}), ...more })).map(({ id }) => id);
    expect(await ids({ title: "0% garden" })).toEqual([old]);
    expect(await ids({ title: "_" })).toEqual([]);
    expect(await ids({ title: "PLAN" })).toEqual([recent, old]);
    expect(await ids({ title: "plan", workspaceId: "one" })).toEqual([old]);
    expect(await ids({ userId: "bob" })).toEqual([recent]);
    expect(await ids({ userId: "bob", workspaceId: "one" })).toEqual([]);
    expect(await ids({ since: bob.moment() })).toEqual([recent]);
    expect(await ids({ title: "plan", after: recent })).toEqual([old]);
  });

  test("lists the messages of any thread in pages, in the requested format", async () => {
    const { open, messages, reads } = openReads();
    const workspace = open("ada", "one");
    const thread = await workspace.thread();
    const root = await workspace.write(thread, { role: "user", content: [{ type: "text", text: "a" }] });
    const reply = { role: "assistant", content: [] };
    const child = await workspace.write(thread, reply, { parent_id: root.messageId, open_run: true });
    const listed = await messages(thread);
    expect(listed).toEqual(await workspace.messages.list(thread, messageListQuery.parse({})));
    expect(listed[0]?.run).toMatchObject({ status: "running" });
    expect((await messages(thread, { after: child.messageId })).map(({ id }) => id)).toEqual([root.messageId]);
    expect(await messages(thread, { format: "ai-sdk/v6", limit: "1" })).toMatchObject([
      { format: "ai-sdk/v6", content: '{"role":"assistant","parts":[]}' },
    ]);
    expect(await messages("thread_0gone")).toEqual([]);
    expect(await openReads().messages(thread)).toEqual([]);
    expect(await reads.listMessages(thread, messageListQuery.parse({}), "two")).toEqual([]);
  });

  test("counts the threads and messages of each workspace, in pages", async () => {
    const { run, projectId, open } = openReads();
    for (const [name, threads] of [
      ["a", 1],
      ["b", 3],
      ["c", 2],
    ] as const) {
      const workspace = open("ada", name);
      for (let index = 0; index < threads; index++) {
        workspace.clock.now += 1000;
        const thread = await workspace.thread();
        for (let message = 0; message < index; message++) await workspace.write(thread, { role: "user" });
      }
    }
    const first = await countByWorkspace(run, projectId, { limit: 2 });
    expect(first).toEqual([
      { workspace_id: "a", threads: 1, messages: 0, last_message_at: "2026-01-01T12:00:01.000Z" },
      { workspace_id: "b", threads: 3, messages: 3, last_message_at: "2026-01-01T12:00:03.000Z" },
    ]);
    expect(await countByWorkspace(run, projectId, { limit: 2, after: "b" })).toMatchObject([
      { workspace_id: "c", threads: 2, messages: 1 },
    ]);
    expect(await countByWorkspace(run, projectId, { limit: 2, after: "c" })).toEqual([]);
  });

  test("counts the threads and messages of each user, in pages", async () => {
    const { run, projectId, open } = openReads();
    const ada = open("ada", "shared");
    const thread = await ada.thread();
    await ada.write(thread, { role: "user" });
    await open("bob", "shared").write(thread, { role: "user" });
    await open("bob", "other").thread();
    await open("cyd", "shared").write(thread, { role: "user" });
    const at = "2026-01-01T12:00:00.000Z";
    expect(await countByUser(run, projectId, { limit: 2 })).toEqual([
      { user_id: "ada", threads: 1, messages: 1, last_message_at: at },
      { user_id: "bob", threads: 1, messages: 1, last_message_at: at },
    ]);
    expect(await countByUser(run, projectId, { limit: 2, after: "bob" })).toEqual([
      { user_id: "cyd", threads: 0, messages: 1, last_message_at: null },
    ]);
    expect(await countByUser(run, projectId, { limit: 2, after: "cyd" })).toEqual([]);
  });
}
