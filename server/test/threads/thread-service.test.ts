import { type Authority, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProjectList } from "../../src/projects/project-list.ts";
import type { AuthorityStorage } from "../../src/storage/authority-storage.ts";
import { createProjectFiles } from "../../src/threads/files/project-files.ts";
import { messageListQuery } from "../../src/threads/message-bodies.ts";
import { createThreadService, type ThreadService } from "../../src/threads/thread-service.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { openWorkspace } from "./open-workspace.ts";

const DAY_MS = 86_400_000;
const by = { actor: "cli" } as const;
const anyPage = messageListQuery.parse({});
const clock = { now: Date.UTC(2026, 0, 1, 12) };
const now = () => clock.now;

let storage: AuthorityStorage;
let service: ThreadService;
let authority: Authority;
beforeAll(async () => {
  storage = await openTestStorage();
  const run = storage.statement;
  const files = createProjectFiles({ run, projectId: "default", bucket: null, quotaBytes: 1e6, now });
  service = createThreadService({ storage, projectId: "default", files, runReportDays: 7, now });
  const secret = "a secret of the thread tests, long enough";
  authority = await createAuthority({ storage, issuer: "https://auth.example.com", secret, now, runReportDays: 7 });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await authority.close();
  await storage.close();
});

const actions = async () => (await authority.audit.list({ limit: 200 })).entries.map(({ action }) => action);

test("writes an audit entry when an operator views messages, but not if the thread is missing", async () => {
  const workspace = openWorkspace(storage.statement, { projectId: "default" });
  const id = await workspace.thread();
  await workspace.write(id, { role: "user", content: [] });
  const before = (await actions()).length;
  await expect(service.viewMessages("thread_0none", anyPage, by)).rejects.toMatchObject({ code: "not_found" });
  expect(await actions()).toHaveLength(before);
  expect(await service.viewMessages(id, anyPage, by)).toHaveLength(1);
  expect((await actions())[0]).toBe("thread.view");
});

test("a paginated export contains every line exactly once and can be imported into another project", async () => {
  const workspace = openWorkspace(storage.statement, { projectId: "default" });
  const id = await workspace.thread();
  for (let count = 0; count < 1500; count += 1) await workspace.write(id, { role: "user", content: [] });
  const lines: string[] = [];
  let pages = 0;
  let after = null;
  do {
    const page = await service.exportPage(after, by);
    lines.push(...page.lines);
    pages += 1;
    after = page.after;
  } while (after !== null);
  expect(pages).toBeGreaterThan(1);
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.filter((line) => line.startsWith('{"type":"message"')).length).toBeGreaterThanOrEqual(1500);
  const files = createProjectFiles({ run: storage.statement, projectId: "copy", bucket: null, quotaBytes: 0, now });
  const copy = createThreadService({ storage, projectId: "copy", files, runReportDays: 7, now });
  const imported = await copy.importLines(lines, 1, by);
  expect(imported.messages).toMatchObject({ present: 0, conflicting: 0 });
  expect((await copy.exportPage(null, by)).lines[1]).toBe(lines[1]);
});

test("moves a visitor's threads and files together or not at all", async () => {
  const from = { workspaceId: "visitor", userId: "visitor" };
  const to = { workspaceId: "home", userId: "ada" };
  await openWorkspace(storage.statement, { projectId: "default", ...from }).thread();
  await storage.statement(
    `insert into files (project_id, workspace_id, key, user_id, filename, max_bytes, size, in_bucket, created_at)
      values ('default', 'visitor', 'file_0visitor', 'visitor', 'a.png', 1, 1, false, now())`,
    [],
  );
  const workspacesOf = async (table: string) =>
    (await storage.statement(`select workspace_id from ${table} where workspace_id in ('visitor', 'home')`, [])).map(
      ({ workspace_id }) => workspace_id,
    );
  // This constraint makes the second statement of the transaction fail.
  await storage.statement("alter table files add constraint no_move check (workspace_id <> 'home')", []);
  await expect(service.move({ from, to })).rejects.toThrow();
  expect([await workspacesOf("threads"), await workspacesOf("files")]).toEqual([["visitor"], ["visitor"]]);
  await storage.statement("alter table files drop constraint no_move", []);
  expect(await service.move({ from, to })).toBe(1);
  expect([await workspacesOf("threads"), await workspacesOf("files")]).toEqual([["home"], ["home"]]);
});

test("a move locks rows in the same order as an upload: first in `files`, then in `file_usage`", async () => {
  await storage.statement(
    `insert into file_usage (project_id, workspace_id, bytes) values ('default', 'locks-from', 1029)`,
    [],
  );
  await storage.statement(
    `insert into files (project_id, workspace_id, key, user_id, filename, max_bytes, size, in_bucket, created_at)
      values ('default', 'locks-from', 'file_0locks', 'visitor', 'a.png', 5, 5, true, now())`,
    [],
  );
  await storage.statement("create table lock_order (id serial, name text)", []);
  await storage.statement(
    `create function note_lock() returns trigger language plpgsql as $$ begin
      insert into lock_order (name) values (tg_table_name); return coalesce(new, old); end $$`,
    [],
  );
  for (const table of ["files", "file_usage"]) {
    await storage.statement(
      `create trigger note before insert or update or delete on ${table} for each row execute function note_lock()`,
      [],
    );
  }
  await service.move({
    from: { workspaceId: "locks-from", userId: "visitor" },
    to: { workspaceId: "locks-to", userId: "ada" },
  });
  const order = (await storage.statement("select name from lock_order order by id", [])).map(({ name }) => name);
  await storage.statement("drop function note_lock cascade", []);
  expect(order).toEqual(["files", "file_usage", "file_usage"]);
  const usage = await storage.statement(
    `select bytes::int as bytes from file_usage where workspace_id like 'locks-%' order by bytes`,
    [],
  );
  expect(usage).toEqual([{ bytes: 0 }, { bytes: 1029 }]);
});

test("deletes expired run reports in the background while requests are served", async () => {
  const { key } = await authority.keys.create({ name: "n" });
  const send = async (method: string, path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "sweep" };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    return (await authority.fetch(new Request(`https://auth.example.com/v1${path}`, init))).json();
  };
  const { thread_id } = await send("POST", "/threads", { last_message_at: "2026-01-01T00:00:00.000Z" });
  await send("POST", "/runs", { thread_id, status: "completed" });
  const count = async () =>
    (await storage.statement("select 1 from run_reports where workspace_id = 'sweep'", [])).length;
  expect(await count()).toBe(1);
  clock.now += 8 * DAY_MS;
  await send("GET", "/threads");
  await expect.poll(count, { timeout: 10_000 }).toBe(0);
});

test("removing a project deletes its threads, messages and files", async () => {
  const projects = createProjectList(storage, now, async () => {});
  await projects.add({ id: "gone", name: "Gone" }, by);
  const workspace = openWorkspace(storage.statement, { projectId: "gone" });
  const id = await workspace.thread({ external_id: "mine", upsert: true });
  await workspace.write(id, { role: "user", content: [] }, { open_run: true });
  await projects.remove("gone", by);
  for (const table of ["threads", "thread_keys", "messages", "run_leases", "files"]) {
    expect(await storage.statement(`select 1 from ${table} where project_id = 'gone'`, [])).toEqual([]);
  }
});
