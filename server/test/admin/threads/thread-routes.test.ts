import { createAuthority, serveAuthority } from "assistant-cloud-server";
import { beforeEach, expect, test } from "vitest";
import { threadUpdateBody } from "../../../src/threads/thread-bodies.ts";
import { openWorkspace } from "../../threads/open-workspace.ts";
import { ISSUER, setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();
const WORDS = "words that are for the workspace alone";
let cookie: string;

beforeEach(async () => {
  for (const table of ["messages", "threads"]) await admin.storage.statement(`delete from ${table}`, []);
  cookie = await admin.signIn();
});

const open = (userId: string, workspaceId: string) =>
  openWorkspace(admin.storage.statement, { projectId: "default", workspaceId, userId });
const get = (path: string) => admin.send("GET", path, { cookie });
const view = (id: string, body: object = {}) => admin.send("POST", `/threads/${id}/messages`, { cookie, body });
const audit = async (action: string) => (await get(`/audit?action=${action}`)).body.entries;
const asText = (text: string) => ({ role: "user", content: [{ type: "text", text }] });

test("the admin API lists workspaces and users in pages, with counts of threads and messages in each row", async () => {
  for (const name of ["c", "a", "b"]) {
    const workspace = open(`user-${name}`, name);
    const thread = await workspace.thread();
    await workspace.write(thread, asText("one"));
    await workspace.write(thread, asText("two"));
  }
  const first = await get("/threads/workspaces?limit=2");
  expect(first).toMatchObject({
    status: 200,
    body: { workspaces: [{ workspace_id: "a", threads: 1, messages: 2 }, { workspace_id: "b" }], next: "b" },
  });
  const last = await get("/threads/workspaces?limit=2&after=b");
  expect(last.body).toMatchObject({ workspaces: [{ workspace_id: "c" }], next: null });
  expect((await get("/threads/users?limit=3")).body).toMatchObject({
    users: [{ user_id: "user-a", threads: 1, messages: 2 }, { user_id: "user-b" }, { user_id: "user-c" }],
    next: null,
  });
});

test.each([
  "workspaces?limit=0",
  "workspaces?limit=101",
  "users?limit=x",
  "users?before=1",
  "users?after=",
  "workspaces?after=a&after=b",
])("the admin API returns 400 for the invalid query in GET /threads/%s", async (path) => {
  expect(await get(`/threads/${path}`)).toMatchObject({ status: 400, body: { code: "fields_invalid" } });
});

test("filters a list of threads by state, workspace, user, title and age", async () => {
  const ada = open("ada", "one");
  const old = await ada.thread({ title: "Garden plan" });
  ada.clock.now += 3_600_000;
  const recent = await ada.thread();
  const bob = open("bob", "two");
  const other = await bob.thread({ title: "Garden party" });
  const archived = await bob.thread();
  await bob.threads.update(archived, threadUpdateBody.parse({ is_archived: true }));
  const ids = async (query: string) =>
    (await get(`/threads?${query}`)).body.threads.map(({ id }: { id: string }) => id);
  expect(new Set(await ids(""))).toEqual(new Set([recent, old, other]));
  expect(await ids("title=gArDeN&workspace=one")).toEqual([old]);
  expect(await ids("user=bob")).toEqual([other]);
  expect(await ids(`since=${ada.moment()}`)).toEqual([recent]);
  expect(await ids("archived=true")).toEqual([archived]);
});

const readPage = async (limit: number, after: string | null) =>
  (await get(`/threads?${new URLSearchParams({ limit: `${limit}`, ...(after === null ? {} : { after }) })}`)).body;

test("the pages of threads contain each thread once, even if threads are changed or deleted meanwhile", async () => {
  const ada = open("ada", "one");
  const made: string[] = [];
  for (let index = 0; index < 6; index += 1) {
    made.unshift(await ada.thread());
    ada.clock.now += 1000;
  }
  const [first, second, third, ...rest] = made;
  const top = await readPage(2, null);
  await ada.threads.update(second ?? "", threadUpdateBody.parse({ last_message_at: ada.moment() }));
  const middle = await readPage(1, top.next);
  await ada.threads.remove(third ?? "");
  const last = await readPage(3, middle.next);
  const pages = [top, middle, last].map(({ threads }) => threads.map(({ id }: { id: string }) => id));
  expect(pages).toEqual([[first, second], [third], rest]);
  expect(last.next).toBeNull();
});

test("if two threads have the same id, the pages of threads contain both threads", async () => {
  const id = await shareId();
  const top = await readPage(1, null);
  const { threads, next } = await readPage(1, top.next);
  expect([...top.threads, ...threads]).toMatchObject([
    { id, workspace_id: "two" },
    { id, workspace_id: "one" },
  ]);
  expect(next).toBeNull();
});

test.each(["archived=yes", "since=soon", "title=", "title=%00", "external_id=x", "after=thread_1"])(
  "the admin API returns 400 for the invalid query in GET /threads?%s",
  async (query) => {
    expect((await get(`/threads?${query}`)).status).toBe(400);
  },
);

test("no list or count of threads contains message content", async () => {
  const workspace = open("ada", "one");
  await workspace.write(await workspace.thread(), asText(WORDS));
  for (const path of ["/threads", "/threads/workspaces", "/threads/users", "/activity"]) {
    expect(JSON.stringify((await get(path)).body)).not.toContain(WORDS);
  }
});

test("returns a thread's messages in pages, and records each request for a page in the audit log", async () => {
  const workspace = open("ada", "one");
  const thread = await workspace.thread();
  const first = await workspace.write(thread, asText(WORDS));
  const second = await workspace.write(thread, asText("two"), { parent_id: first.messageId });
  const page = await view(thread, { limit: 1 });
  expect(page).toMatchObject({ status: 200, body: { messages: [{ id: second.messageId }], next: second.messageId } });
  const last = await view(thread, { limit: 1, after: second.messageId });
  expect(last.body).toMatchObject({ messages: [{ id: first.messageId, format: "aui/v0" }], next: null });
  expect(JSON.parse(last.body.messages[0].content)).toEqual(asText(WORDS));
  const entries = await audit("thread.view");
  expect(entries).toMatchObject([
    { actor: "admin", target: thread },
    { actor: "admin", target: thread },
  ]);
  expect(JSON.stringify(entries)).not.toContain(WORDS);
});

test("the route for a thread's messages returns 404 for GET and writes no audit entry", async () => {
  const thread = await open("ada", "one").thread();
  expect((await get(`/threads/${thread}/messages`)).status).toBe(404);
  expect(await audit("thread.view")).toEqual([]);
});

test.each([{ limit: 51 }, { limit: "5" }, { format: "aui/v0" }, { after: "" }])(
  "rejects the body %j of a request for messages",
  async (body) => {
    expect((await view("thread_1", body)).status).toBe(400);
    expect(await audit("thread.view")).toEqual([]);
  },
);

test("returns 400 for a thread id that contains a NUL character", async () => {
  expect((await view("a%00b")).status).toBe(400);
  expect((await admin.send("DELETE", "/threads/a%00b", { cookie })).status).toBe(400);
});

test("deletes a thread and records the deletion once in the audit log", async () => {
  const workspace = open("ada", "one");
  const thread = await workspace.thread();
  const kept = await workspace.thread();
  const remove = () => admin.send("DELETE", `/threads/${thread}`, { cookie });
  expect((await remove()).status).toBe(204);
  expect((await get("/threads")).body.threads).toMatchObject([{ id: kept }]);
  expect(await remove()).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await audit("thread.delete")).toMatchObject([{ actor: "admin", target: thread }]);
});

/** Creates two threads with the same id in two workspaces. An import can create such threads. Returns the id. */
async function shareId(): Promise<string> {
  const [one, two] = [open("ada", "one"), open("bob", "two")];
  const [first, second] = [await one.thread(), await two.thread()];
  await admin.storage.statement("update threads set id = $1 where id = $2", [first, second]);
  await one.write(first, asText("one"));
  await two.write(first, asText("two"));
  return first;
}

test("if two threads have the same id, returns the messages of the thread in the given workspace", async () => {
  const id = await shareId();
  for (const workspace_id of ["one", "two"]) {
    const { messages } = (await view(id, { workspace_id })).body;
    expect(messages.map(({ content }: { content: string }) => JSON.parse(content))).toEqual([asText(workspace_id)]);
  }
  expect(await view(id, { workspace_id: "three" })).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await audit("thread.view")).toHaveLength(2);
});

test("if two threads have the same id, deletes only the thread in the given workspace", async () => {
  const id = await shareId();
  const remove = (query: string) => admin.send("DELETE", `/threads/${id}?${query}`, { cookie });
  expect((await remove("workspace_id=three")).status).toBe(404);
  expect((await remove("workspace=two")).status).toBe(400);
  expect((await remove("workspace_id=two")).status).toBe(204);
  expect((await get("/threads")).body.threads).toMatchObject([{ id, workspace_id: "one" }]);
});

test("if two threads have the same id, returns 409 for a request without a workspace id", async () => {
  const id = await shareId();
  const conflict = { status: 409, body: { code: "conflict" } };
  expect(await view(id, {})).toMatchObject(conflict);
  expect(await admin.send("DELETE", `/threads/${id}`, { cookie })).toMatchObject(conflict);
  expect((await get("/threads")).body.threads).toHaveLength(2);
});

test("erases a user, and the audit log does not contain the user's id", async () => {
  const userId = "../ada@example.com/?#";
  const workspace = open(userId, "one");
  await workspace.write(await workspace.thread(), asText(WORDS));
  const kept = await open("bob", "one").thread();
  const erased = await admin.send("POST", "/users/erase", { cookie, body: { userId } });
  expect(erased).toMatchObject({ status: 200, body: { threads: 1, messages: 0 } });
  expect((await get("/threads")).body.threads).toMatchObject([{ id: kept }]);
  const entries = await audit("user.erase");
  expect(entries).toMatchObject([{ actor: "admin", details: { threads: 1 } }]);
  expect(JSON.stringify(entries)).not.toContain("ada");
  for (const body of [{}, { userId: "" }, { userId: 7 }, { userId, workspaceId: "one" }]) {
    expect((await admin.send("POST", "/users/erase", { cookie, body })).status).toBe(400);
  }
});

test("if threads are disabled, the thread routes return 404 and GET /status contains `threads: false`", async () => {
  expect((await get("/status")).body.threads).toBe(true);
  const authority = await createAuthority({
    storage: admin.storage,
    issuer: ISSUER,
    threads: false,
    now: () => admin.time,
  });
  const server = await serveAuthority({ authority, port: 0, dashboardFolder: null });
  try {
    const read = (path: string) => fetch(`${server.url}/admin/api${path}`, { headers: { Cookie: cookie } });
    expect(await (await read("/status")).json()).toMatchObject({ threads: false });
    expect((await read("/threads")).status).toBe(404);
  } finally {
    await server.close();
    await authority.close();
  }
});
