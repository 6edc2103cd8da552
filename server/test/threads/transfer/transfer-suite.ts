import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import { messageListQuery } from "../../../src/threads/message-bodies.ts";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { threadCreateBody } from "../../../src/threads/thread-bodies.ts";
import { cursorAfter, exportThreads } from "../../../src/threads/transfer/export-threads.ts";
import { importThreads } from "../../../src/threads/transfer/import-threads.ts";
import { openWorkspace } from "../open-workspace.ts";
import { generateExport } from "./generated-export.ts";

type Storage = Pick<AuthorityStorage, "statement" | "transaction">;

/** The number of messages. For a longer test, set `THREAD_TRANSFER_MESSAGES` to a larger number, such as 100000. */
const MESSAGES = Number(process.env["THREAD_TRANSFER_MESSAGES"] ?? 5000);
const TIMEOUT_MS = 60_000 + MESSAGES * 20;

let projects = 0;
const newProject = () => `transfer-${++projects}`;

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

async function digest(lines: AsyncIterable<string> | Iterable<string>) {
  const hash = createHash("sha256");
  let count = 0;
  for await (const line of lines) {
    hash.update(`${line}\n`);
    count++;
  }
  return { count, sha256: hash.digest("hex") };
}

export function transferSuite(storage: () => Storage): void {
  const exportAll = (projectId: string, after: ReturnType<typeof cursorAfter> = null, run = storage().statement) =>
    exportThreads(run, { projectId, after });

  test(
    `a paginated export of ${MESSAGES} imported messages equals the import byte for byte`,
    async () => {
      const projectId = newProject();
      const imported = await importThreads(storage(), projectId, generateExport(MESSAGES));
      expect(imported.messages).toEqual({ imported: MESSAGES, present: 0, conflicting: 0 });
      let largest = 0;
      const measured: RunStatement = async (text, values) => {
        const rows = await storage().statement(text, values);
        const size = rows.reduce((sum, row) => sum + String(row["content"] ?? "").length, 0);
        largest = Math.max(largest, size);
        return rows;
      };
      const expected = await digest(generateExport(MESSAGES));
      expect(await digest(exportAll(projectId, null, measured))).toEqual(expected);
      // The export reads at most one page and one long message at once.
      expect(largest).toBeLessThanOrEqual(4 * 1024 * 1024 + 1_048_576);
      const again = await importThreads(storage(), projectId, generateExport(MESSAGES));
      expect(again.messages).toEqual({ imported: 0, present: MESSAGES, conflicting: 0 });
      expect(again.threads.imported).toBe(0);
      expect(await digest(exportAll(projectId))).toEqual(expected);
    },
    TIMEOUT_MS,
  );

  test("an export can be resumed after any of its lines", async () => {
    const projectId = newProject();
    const lines = [...generateExport(40)];
    await importThreads(storage(), projectId, lines);
    for (const [index, line] of lines.entries()) {
      const rest = await collect(exportAll(projectId, cursorAfter(line)));
      // After the header alone, the export starts from the beginning.
      expect(rest, line).toEqual(index === 0 ? lines : lines.slice(index + 1));
    }
  });

  test("a second import completes an import that was interrupted", async () => {
    const lines = [...generateExport(40)];
    for (let cut = 1; cut < lines.length; cut += 3) {
      const projectId = newProject();
      const interrupted = (function* () {
        yield* lines.slice(0, cut);
        // The file or connection ends in the middle of a line.
        yield (lines[cut] ?? "").slice(0, -5);
      })();
      await expect(importThreads(storage(), projectId, interrupted)).rejects.toMatchObject({ code: "invalid_setting" });
      const { threads, messages } = await importThreads(storage(), projectId, lines);
      expect(threads.imported + threads.present + messages.imported + messages.present).toBe(lines.length - 1);
      expect(threads.present + messages.present).toBe(cut - 1);
      expect(await collect(exportAll(projectId))).toEqual(lines);
    }
  });

  test("an export followed by an import preserves the data of all users", async () => {
    const projectId = newProject();
    const workspace = openWorkspace(storage().statement, { projectId });
    const thread = await workspace.thread({ title: "T", metadata: { b: "1", a: "2" }, external_id: "x" });
    const content = JSON.parse('{"role":"user","__proto__":1,"text":"a\\u0000\\ud800"}');
    const root = await workspace.write(thread, content, { external_id: "m" });
    workspace.clock.now += 5;
    await workspace.write(thread, { role: "assistant" }, { parent_id: root.messageId });
    const all = messageListQuery.parse({});
    const before = [await workspace.threads.get(thread), await workspace.messages.list(thread, all)];

    const target = newProject();
    await importThreads(storage(), target, exportAll(projectId));
    const copy = openWorkspace(storage().statement, { projectId: target, workspaceId: workspace.scope.workspaceId });
    const listed = await copy.messages.list(thread, all);
    expect([{ ...(await copy.threads.get(thread)), project_id: projectId }, listed]).toEqual(before);
    // Chats continue in the copy, because the copy contains external ids, parents and roles.
    const upsert = threadCreateBody.parse({ last_message_at: copy.moment(), external_id: "x", upsert: true });
    expect(await copy.threads.create(upsert)).toEqual({ id: thread, created: false });
    expect((await copy.write(thread, { role: "user", n: 1 }, { external_id: "m" })).messageId).toBe(root.messageId);
    await expect(copy.write(thread, { role: "assistant" }, { external_id: "m" })).rejects.toThrow("role_changed");
    await copy.write(thread, { role: "user" }, { parent_id: listed[0]?.id ?? "" });
  });

  test("an import changes no message; an upsert then returns the oldest thread with the same external id", async () => {
    const projectId = newProject();
    const workspace = openWorkspace(storage().statement, { projectId });
    const [header, ...lines] = [...generateExport(40)];
    const own = await workspace.thread({ external_id: "external-0" });
    const { messageId } = await workspace.write(own, { role: "user" }, { external_id: "m" });
    const change = (line: string, more: object) => JSON.stringify({ ...JSON.parse(line), ...more });
    const scope = { workspace_id: workspace.scope.workspaceId };
    const older = change(lines[0] ?? "", { ...scope, created_at: "2025-01-01T00:00:00.000Z" });
    const { content, ...message } = JSON.parse(lines[1] ?? "");
    const clash = { ...message, ...scope, thread_id: own, external_id: "m" };
    const clashing = JSON.stringify({ ...clash, content });
    const known = JSON.stringify({ ...clash, id: messageId, content });
    const result = await importThreads(storage(), projectId, [header ?? "", older, "", clashing, known]);
    expect(result).toEqual({
      threads: { imported: 1, present: 0 },
      messages: { imported: 0, present: 1, conflicting: 1 },
    });
    expect(await workspace.messages.list(own, messageListQuery.parse({}))).toMatchObject([
      { id: messageId, content: '{"role":"user"}' },
    ]);
    const upsert = threadCreateBody.parse({
      last_message_at: workspace.moment(),
      external_id: "external-0",
      upsert: true,
    });
    expect(await workspace.threads.create(upsert)).toEqual({ id: JSON.parse(older).id, created: false });
  });

  test("if the thread of a message is missing, the import fails and reports the line number", async () => {
    const lines = [...generateExport(40)].filter((line) => line.startsWith('{"type":"message"'));
    await expect(importThreads(storage(), newProject(), lines.slice(0, 3))).rejects.toMatchObject({
      code: "invalid_setting",
      message: expect.stringContaining("`line 3` or one before it"),
    });
  });

  test("exports, lists and deletes a thread whose messages are 10,000 levels deep", { timeout: 180_000 }, async () => {
    const projectId = newProject();
    const id = (n: number) => `msg_0${String(n).padStart(23, "0")}`;
    const at = "2026-01-01T00:00:00.000Z";
    const place = { workspace_id: "deep", user_id: "ada", external_id: null, created_at: at, updated_at: at };
    function* lines() {
      const thread = { id: "thread_0deep", title: null, is_archived: false, last_message_at: at, metadata: null };
      yield JSON.stringify({ type: "thread", ...place, ...thread });
      for (let height = 0; height < 10_000; height++) {
        const parent_id = height === 0 ? null : id(height - 1);
        const more = { thread_id: "thread_0deep", id: id(height), parent_id, height, format: "aui/v0" };
        yield JSON.stringify({ type: "message", ...place, ...more, content: { role: "user", content: [] } });
      }
    }
    await importThreads(storage(), projectId, lines());
    expect(await digest(exportAll(projectId))).toMatchObject({ count: 10_002 });
    const { messages } = openWorkspace(storage().statement, { projectId, workspaceId: "deep" });
    const [deepest] = await messages.list("thread_0deep", messageListQuery.parse({ format: "ai-sdk/v6" }));
    expect(deepest).toMatchObject({ id: id(9999), height: 9999 });
    expect(await messages.remove("thread_0deep", [id(1)])).toBe(9999);
    expect(await digest(exportAll(projectId))).toMatchObject({ count: 3 });
  });

  test("an export is not affected by threads that are created or deleted meanwhile", async () => {
    const projectId = newProject();
    const lines = [...generateExport(40)];
    await importThreads(storage(), projectId, lines);
    const workspace = openWorkspace(storage().statement, { projectId, workspaceId: "w0é" });
    const [, , third] = lines.filter((line) => line.startsWith('{"type":"thread"')).map((line) => JSON.parse(line));
    let statements = 0;
    // Change the data between reading the threads and reading their messages.
    const disturbed: RunStatement = async (text, values) => {
      const rows = await storage().statement(text, values);
      if (++statements !== 1) return rows;
      await workspace.write(await workspace.thread(), { role: "user" });
      const other = openWorkspace(storage().statement, { projectId, workspaceId: third.workspace_id });
      await other.threads.remove(third.id);
      return rows;
    };
    const seen = await collect(exportAll(projectId, null, disturbed));
    expect(seen.length).toBeGreaterThan(20);
    const known = new Set<string>();
    for (const line of seen.slice(1).map((each) => JSON.parse(each))) {
      if (line.type === "thread") known.add(line.id);
      else expect(known.has(line.thread_id)).toBe(true);
    }
  });
}
