import { type ConformanceGroup, createThread, isCanonicalMoment } from "./conformance-group.ts";

const KEYS = [
  "created_at",
  "external_id",
  "id",
  "is_archived",
  "last_message_at",
  "metadata",
  "project_id",
  "title",
  "updated_at",
  "workspace_id",
];

/** Checks threads: fields, updates, archiving and deletion. */
export const threadChecks: ConformanceGroup = {
  name: "threads",
  async run({ openCaller, assert }) {
    const caller = await openCaller();
    const { call } = caller;
    const last_message_at = "2026-01-02T03:04:05.678Z";
    const created = await call("POST", "/threads", { last_message_at, title: "First", metadata: { a: "1" } });
    assert.equal("create answers 201", created.status, 201);
    assert.ok("create returns thread_id", typeof created.body?.thread_id === "string", created.body);
    const id = String(created.body?.thread_id);
    assert.ok("a thread's id starts with thread_0", id.startsWith("thread_0"), id);

    const got = await call("GET", `/threads/${id}`);
    const thread = got.body?.thread ?? {};
    assert.equal("get answers 200", got.status, 200);
    assert.equal("a thread has exactly the documented keys", Object.keys(thread).sort(), KEYS);
    assert.equal("a thread names its workspace", thread.workspace_id, caller.workspaceId);
    assert.equal("the title is as sent", thread.title, "First");
    assert.equal("metadata is as sent", thread.metadata, { a: "1" });
    assert.equal("an external id that was not sent is null", thread.external_id, null);
    assert.equal("a new thread is not archived", thread.is_archived, false);
    assert.equal("last_message_at is as sent", thread.last_message_at, last_message_at);
    assert.ok("created_at is a canonical moment", isCanonicalMoment(thread.created_at), thread.created_at);
    assert.ok("updated_at is a canonical moment", isCanonicalMoment(thread.updated_at), thread.updated_at);

    const update = await call("PUT", `/threads/${id}`, { title: "Second" });
    assert.equal("update answers 200", update.status, 200);
    const updated = (await call("GET", `/threads/${id}`)).body?.thread ?? {};
    assert.equal("update changes what was sent", updated.title, "Second");
    assert.equal("update keeps what was not sent", updated.metadata, { a: "1" });
    await call("PUT", `/threads/${id}`, { metadata: null });
    assert.equal("metadata null clears it", (await call("GET", `/threads/${id}`)).body?.thread?.metadata, null);

    await call("PUT", `/threads/${id}`, { is_archived: true });
    const active = (await call("GET", "/threads?is_archived=false&limit=20")).body?.threads;
    assert.equal("the list leaves archived threads out", active, []);
    const archived = (await call("GET", "/threads?is_archived=true&limit=20")).body?.threads;
    assert.equal(
      "the archive lists them",
      archived?.map((each: { id: string }) => each.id),
      [id],
    );

    assert.equal("delete answers 200", (await call("DELETE", `/threads/${id}`)).status, 200);
    for (const [method, body] of [["GET"], ["PUT", { title: "x" }], ["DELETE"]] as const) {
      const gone = await call(method, `/threads/${id}`, body);
      assert.equal(`${method} of a deleted thread answers 404`, gone.status, 404);
      assert.equal(`${method} of a deleted thread says why`, gone.body?.error, "Thread not found");
    }
  },
};

/** Checks lists of threads: order, pages and filters. Also checks upserts by external id. */
export const threadListChecks: ConformanceGroup = {
  name: "thread lists",
  async run({ openCaller, assert }) {
    const caller = await openCaller();
    const { call } = caller;
    const ids: string[] = [];
    const moment = (index: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString();
    for (let index = 0; index < 45; index++) ids.push(await createThread(caller, { last_message_at: moment(index) }));
    const page = async (query: string): Promise<string[]> =>
      ((await call("GET", `/threads?${query}`)).body?.threads ?? []).map((thread: { id: string }) => thread.id);
    const first = await page("limit=20");
    assert.equal("the newest message comes first", first, [...ids].reverse().slice(0, 20));
    assert.equal("a page has 20 threads by default", (await page("")).length, 20);
    await call("PUT", `/threads/${ids[0]}`, { last_message_at: moment(100) });
    const second = await page(`limit=20&after=${first.at(-1)}`);
    const third = await page(`limit=20&after=${second.at(-1)}`);
    const seen = [...first, ...second, ...third];
    assert.equal("pages repeat nothing when a thread moves in between", new Set(seen).size, seen.length);
    assert.equal("pages lose nothing but the thread that moved", new Set([ids[0], ...seen]).size, 45);
    assert.equal("an unknown cursor starts from the first page", (await page("limit=3&after=thread_0none")).length, 3);
    for (const limit of ["0", "101", "x"]) {
      assert.equal(`limit=${limit} answers 400`, (await call("GET", `/threads?limit=${limit}`)).status, 400);
    }

    const one = await createThread(caller, { external_id: "ext", upsert: true });
    const again = await call("POST", "/threads", { last_message_at: moment(0), external_id: "ext", upsert: true });
    assert.equal("an upsert of a known external id answers 200", again.status, 200);
    assert.equal("an upsert returns the thread that is there", again.body?.thread_id, one);
    assert.equal("the list filters by external id", await page("external_id=ext"), [one]);
    const together = await Promise.all(
      Array.from({ length: 8 }, () => createThread(caller, { external_id: "race", upsert: true })),
    );
    assert.equal("concurrent upserts create one thread", new Set(together).size, 1);
    const alone = await call("POST", "/threads", { last_message_at: moment(0), upsert: true });
    assert.equal("an upsert without an external id answers 400", alone.status, 400);
    assert.equal("it says why", alone.body?.error, "upsert requires external_id");
  },
};

/** Checks that the server rejects invalid thread bodies and accepts values at the limits. */
export const threadBodyChecks: ConformanceGroup = {
  name: "thread bodies",
  async run({ openCaller, assert }) {
    const { call } = await openCaller();
    const last_message_at = "2026-01-01T00:00:00.000Z";
    const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
    const refused: Record<string, unknown> = {
      "an unknown key": { last_message_at, surprise: 1 },
      "no last_message_at": { title: "x" },
      "a last_message_at that is no moment": { last_message_at: "soon" },
      "an empty title": { last_message_at, title: "" },
      "a title of 256 characters": { last_message_at, title: "x".repeat(256) },
      "an external id of 256 characters": { last_message_at, external_id: "x".repeat(256) },
      "17 metadata keys": { last_message_at, metadata: keys(17) },
      "a metadata key of 65 characters": { last_message_at, metadata: { ["k".repeat(65)]: "v" } },
      "a metadata value of 513 characters": { last_message_at, metadata: { k: "v".repeat(513) } },
      "a metadata value that is a number": { last_message_at, metadata: { k: 1 } },
      "a body that is not JSON": "{",
    };
    for (const [what, body] of Object.entries(refused)) {
      const reply = await call("POST", "/threads", body);
      assert.equal(`${what} answers 400`, reply.status, 400);
      assert.equal(`${what} is a schema fault`, reply.body?.error, "Schema validation error");
    }
    const accepted: Record<string, object> = {
      "a title of 255 characters": { title: "x".repeat(255) },
      "16 metadata keys": { metadata: keys(16) },
      "a metadata value of 512 characters": { metadata: { k: "v".repeat(512) } },
    };
    for (const [what, body] of Object.entries(accepted)) {
      assert.equal(`${what} answers 201`, (await call("POST", "/threads", { last_message_at, ...body })).status, 201);
    }
    const strict = await call("PUT", "/threads/thread_0none", { surprise: 1 });
    assert.equal("an unknown key in an update answers 400", strict.status, 400);
  },
};
