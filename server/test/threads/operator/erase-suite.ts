import { expect, test, vi } from "vitest";
import { messageListQuery } from "../../../src/threads/message-bodies.ts";
import { countByUser } from "../../../src/threads/operator/count-threads.ts";
import { eraseUser } from "../../../src/threads/operator/erase-user.ts";
import { threadCreateBody } from "../../../src/threads/thread-bodies.ts";
import { readAsChatRuntime, readAsLocalRuntime } from "../formats/read-with-client.ts";
import { type OperatedStorage, openProject } from "./open-project.ts";

const TABLES = ["threads", "messages", "run_leases", "scores", "run_reports", "thread_keys"];

export function eraseSuite(storage: () => OperatedStorage): void {
  const erase = (projectId: string, userId: string, more: object = {}) =>
    eraseUser(storage(), { projectId, userId }, { now: () => Date.UTC(2026, 1, 1), ...more });

  test("erasing a user removes the user's data in every workspace", async () => {
    const { projectId, open, rowsOf } = openProject(storage());
    for (const name of ["own", "shared"]) {
      const ada = open("ada", name);
      for (let index = 0; index < 3; index++) {
        const thread = await ada.thread({ title: "my words", external_id: `x${index}`, metadata: { a: "my words" } });
        const { messageId } = await ada.write(thread, { role: "user", text: "my words" }, { open_run: true });
        await ada.write(thread, { role: "assistant", text: "my words" }, { parent_id: messageId });
        await ada.rate(thread, messageId);
        await ada.report(thread);
        await open("bob", name).write(thread, { role: "user" });
      }
    }
    const eraseElsewhere = vi.fn(async () => expect(await rowsOf("threads")).toHaveLength(6));
    const erased = await erase(projectId, "ada", { threadsAtOnce: 2, eraseElsewhere });
    expect(erased).toEqual({ threads: 6, messages: 0, scores: 6, runs: 6 });
    expect(eraseElsewhere).toHaveBeenCalledExactlyOnceWith({ projectId, userId: "ada" });
    for (const table of TABLES) expect(await rowsOf(table), table).toEqual([]);
    expect(await erase(projectId, "ada")).toEqual({ threads: 0, messages: 0, scores: 0, runs: 0 });
  });

  test("erasing a user empties, but does not delete, the user's messages in other users' threads", async () => {
    const { projectId, run, open, rowsOf } = openProject(storage());
    const bob = open("bob", "shared");
    const ada = open("ada", "shared");
    const thread = await bob.thread();
    const text = (words: string) => ({ content: [{ type: "text", text: words }], metadata: { custom: {} } });
    const root = await bob.write(thread, { role: "user", ...text("kept") });
    const mine = { role: "assistant", ...text("my words") };
    const { messageId, leaseId } = await ada.write(thread, mine, { parent_id: root.messageId, open_run: true });
    const parts = { role: "user", parts: [{ type: "text", text: "my words" }], metadata: { a: "my words" } };
    const sdk = await ada.write(thread, parts, { parent_id: messageId, format: "ai-sdk/v6" });
    const leaf = await bob.write(thread, { role: "assistant", ...text("kept") }, { parent_id: sdk.messageId });
    await ada.rate(thread, leaf.messageId);
    await ada.report(thread);

    expect(await erase(projectId, "ada")).toEqual({ threads: 0, messages: 2, scores: 1, runs: 1 });

    const listed = await bob.messages.list(thread, messageListQuery.parse({}));
    expect(listed.map(({ id, content }) => [id, content])).toEqual([
      [leaf.messageId, JSON.stringify({ role: "assistant", ...text("kept") })],
      [sdk.messageId, '{"role":"user","parts":[]}'],
      [messageId, '{"role":"assistant","content":[],"metadata":{}}'],
      [root.messageId, JSON.stringify({ role: "user", ...text("kept") })],
    ]);
    expect(listed[1]?.updated_at).toBe("2026-02-01T00:00:00.000Z");
    const authors = (await rowsOf("messages")).map(({ user_id }) => user_id).sort();
    expect(authors).toEqual(["bob", "bob", "usr_deleted", "usr_deleted"]);
    // Later writes cannot restore the message, and the message has no author.
    expect(await ada.messages.renewLease(thread, leaseId ?? "")).toEqual({ fault: "run_ended" });
    expect((await countByUser(run, projectId, { limit: 10 })).map(({ user_id }) => user_id)).toEqual(["bob"]);
    expect(await erase(projectId, "usr_deleted")).toEqual({ threads: 0, messages: 0, scores: 0, runs: 0 });
  });

  test.each(["user", "assistant", "system", 'a "role"\n', "ü"])(
    "an erased message with the role %j can still be listed",
    async (role) => {
      const { projectId, open } = openProject(storage());
      const bob = open("bob", "shared");
      const thread = await bob.thread();
      const content = { role, content: [{ type: "text", text: "my words" }], metadata: { custom: {} } };
      for (const format of ["aui/v0", "ai-sdk/v5", "ai-sdk/v6", "mine/v1"]) {
        await open("ada", "shared").write(thread, content, { format });
      }
      await open("ada", "shared").write(thread, {});
      await erase(projectId, "ada");
      const listed = await bob.messages.list(thread, messageListQuery.parse({}));
      expect(listed).toHaveLength(5);
      for (const { format, content } of listed) {
        const message = JSON.parse(content);
        expect(content).toBe(JSON.stringify(message));
        expect(content).not.toContain("my words");
        if (content === "{}") continue;
        expect(message.role).toBe(role);
        if (!["user", "assistant", "system"].includes(role)) continue;
        if (format === "aui/v0") expect(readAsLocalRuntime(message)).not.toBeNull();
        if (format === "ai-sdk/v6") expect(readAsChatRuntime(message).role).toBe(role);
      }
    },
  );

  test("erasing a user deletes no data or external ids of other users", async () => {
    const { projectId, open, rowsOf } = openProject(storage());
    const elsewhere = openProject(storage());
    const same = elsewhere.open("ada", "shared");
    await same.write(await same.thread(), { role: "user" });
    const bob = open("bob", "shared");
    await open("ada", "shared").thread({ external_id: "x" });
    bob.clock.now += 1000;
    const heir = await bob.thread({ external_id: "x" });
    await bob.write(heir, { role: "user" });
    await bob.rate(heir, (await bob.write(heir, { role: "assistant" })).messageId);
    await bob.report(heir);
    await erase(projectId, "ada");
    const upsert = threadCreateBody.parse({ last_message_at: bob.moment(), external_id: "x", upsert: true });
    expect(await bob.threads.create(upsert)).toEqual({ id: heir, created: false });
    for (const table of ["scores", "run_reports", "thread_keys"]) expect(await rowsOf(table), table).toHaveLength(1);
    expect(await rowsOf("messages")).toHaveLength(2);
    expect(await elsewhere.rowsOf("messages")).toHaveLength(1);
  });

  test("erasing a user deletes no row if the `eraseElsewhere` callback fails", async () => {
    const { projectId, open, rowsOf } = openProject(storage());
    await open("ada", "own").thread();
    const eraseElsewhere = () => Promise.reject(new Error("no disk"));
    await expect(erase(projectId, "ada", { eraseElsewhere })).rejects.toThrow("no disk");
    expect(await rowsOf("threads")).toHaveLength(1);
  });
}
