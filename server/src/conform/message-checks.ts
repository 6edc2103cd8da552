import { type ConformanceGroup, createThread, isCanonicalMoment, messageBody } from "./conformance-group.ts";

interface Listed {
  id: string;
  parent_id: string | null;
  height: number;
  external_id: string | null;
}

/** Checks messages: their tree, repeated writes, lists and deletion. */
export const messageChecks: ConformanceGroup = {
  name: "messages",
  async run({ openCaller, assert }) {
    const caller = await openCaller();
    const { call } = caller;
    const path = `/threads/${await createThread(caller)}/messages`;
    const create = (role: string, text: string, more: object = {}) => call("POST", path, messageBody(role, text, more));
    const list = async (query = ""): Promise<Listed[]> => (await call("GET", `${path}${query}`)).body?.messages ?? [];

    const root = await create("user", "one", { external_id: "u1" });
    assert.equal("create answers 201", root.status, 201);
    const rootId = String(root.body?.message_id);
    assert.ok("a message's id starts with msg_0", rootId.startsWith("msg_0"), rootId);
    assert.equal("without open_run no lease is granted", root.body?.lease_id, undefined);
    const left = String((await create("assistant", "left", { parent_id: rootId })).body?.message_id);
    const right = String((await create("assistant", "right", { parent_id: rootId })).body?.message_id);
    const listed = await list("?format=aui/v0&limit=200");
    assert.equal(
      "the list is highest first, then newest",
      listed.map(({ id }) => id),
      [right, left, rootId],
    );
    assert.equal(
      "heights count from the root",
      listed.map(({ height }) => height),
      [1, 1, 0],
    );
    assert.equal(
      "children name their parent",
      listed.map((each) => each.parent_id),
      [rootId, rootId, null],
    );
    const [, , first] = (await call("GET", path)).body?.messages ?? [];
    assert.equal("content comes back as sent", first?.content, messageBody("user", "one").content);
    assert.equal("the external id comes back", first?.external_id, "u1");
    assert.equal("the format comes back", first?.format, "aui/v0");
    assert.ok("created_at is a canonical moment", isCanonicalMoment(first?.created_at), first?.created_at);
    assert.ok("updated_at is a canonical moment", isCanonicalMoment(first?.updated_at), first?.updated_at);

    const repeat = await create("user", "one", { external_id: "u1" });
    assert.equal("a repeat answers 200", repeat.status, 200);
    assert.equal("a repeat returns the same id", repeat.body?.message_id, rootId);
    const edited = await create("user", "edited", { external_id: "u1", format: "custom/v1" });
    assert.equal("a repeat with other content answers 200", edited.status, 200);
    const afterEdit = (await call("GET", path)).body?.messages?.find((each: Listed) => each.id === rootId);
    assert.equal("it replaces the content", afterEdit?.content, messageBody("user", "edited").content);
    assert.equal("it replaces the format", afterEdit?.format, "custom/v1");
    const role = await create("assistant", "x", { external_id: "u1" });
    assert.equal("another role answers 409", role.status, 409);
    assert.equal("it says why", role.body?.error, "Message role cannot change");
    const race = await Promise.all(
      Array.from({ length: 8 }, (_, n) => create("user", `${n}`, { external_id: "race" })),
    );
    assert.equal("concurrent creates of one external id agree", new Set(race.map((r) => r.body?.message_id)).size, 1);
    assert.equal("one of them answers 201", race.filter(({ status }) => status === 201).length, 1);

    const child = await create("assistant", "x", { parent_external_id: "u1", parent_id: left });
    const chained = (await list()).find(({ id }) => id === child.body?.message_id);
    assert.equal("parent_external_id wins over parent_id", chained?.parent_id, rootId);
    const local = await create("user", "x", { parent_id: "local-7" });
    const loose = (await list()).find(({ id }) => id === local.body?.message_id);
    assert.equal("a parent that is no msg_ id makes a root", loose?.parent_id, null);
    const orphan = await create("user", "x", { parent_id: "msg_0none" });
    assert.equal("an unknown parent answers 400", orphan.status, 400);
    assert.equal("it says why", orphan.body?.error, "Parent message not found in thread");
    const lost = await create("user", "x", { parent_external_id: "none" });
    assert.equal("an unknown external parent answers 400", lost.status, 400);
    assert.equal("and says why", lost.body?.error, "Parent message with external_id not found in thread");
    const { parent_id: _, ...noParent } = messageBody("user", "x");
    assert.equal("parent_id must be there", (await call("POST", path, noParent)).status, 400);
    assert.equal("an unknown key answers 400", (await create("user", "x", { surprise: 1 })).status, 400);
    assert.equal("content must be an object", (await create("user", "x", { content: [] })).status, 400);

    const put = await call("PUT", `${path}/${left}`, { content: messageBody("assistant", "late").content });
    assert.equal("an update answers 200", put.status, 200);
    const missing = await call("PUT", `${path}/msg_0none`, { content: {} });
    assert.equal("an update of a missing message answers 404", missing.status, 404);
    assert.equal("the update says why", missing.body?.error, "Message not found");
    const gone = await call("DELETE", path, { message_ids: [left, "msg_0none"] });
    assert.equal("a delete answers 200 when one went", gone.status, 200);
    assert.ok("the deleted message is not listed", !(await list()).some(({ id }) => id === left));
    const none = await call("DELETE", path, { message_ids: [left] });
    assert.equal("a delete of nothing answers 404", none.status, 404);
    assert.equal("the delete says why", none.body?.error, "Messages not found");
    assert.equal("a delete needs ids", (await call("DELETE", path, { message_ids: [] })).status, 400);
  },
};

/** Checks the pages of message lists, and the limits of message content. */
export const messageListChecks: ConformanceGroup = {
  name: "message lists",
  async run({ openCaller, assert }) {
    const caller = await openCaller();
    const { call } = caller;
    const path = `/threads/${await createThread(caller)}/messages`;
    for (let index = 0; index < 205; index++) await call("POST", path, messageBody("user", `${index}`));
    const seen: string[] = [];
    for (let after = "", pages = 0; pages < 4; pages++) {
      const rows: Listed[] = (await call("GET", `${path}?limit=200${after}`)).body?.messages ?? [];
      seen.push(...rows.map(({ id }) => id));
      if (rows.length < 200) break;
      after = `&after=${rows.at(-1)?.id}`;
    }
    assert.equal("205 messages page without a loss", seen.length, 205);
    assert.equal("and without a repeat", new Set(seen).size, 205);
    assert.equal("limit=201 answers 400", (await call("GET", `${path}?limit=201`)).status, 400);

    const sized = (length: number) => ({ ...messageBody("user", ""), content: { t: "x".repeat(length - 8) } });
    assert.equal("1,048,576 characters are stored", (await call("POST", path, sized(1_048_576))).status, 201);
    assert.equal("one more answers 400", (await call("POST", path, sized(1_048_577))).status, 400);
    const strange = JSON.parse('{"__proto__":{"x":1},"nul":"\\u0000","half":"\\ud800"}');
    const stored = await call("POST", path, { ...messageBody("user", ""), content: strange });
    assert.equal("NUL, half characters and __proto__ are stored", stored.status, 201);
    const { body, text } = await call("GET", path);
    const back = body?.messages?.find((each: Listed) => each.id === stored.body?.message_id);
    assert.equal("they come back unchanged", JSON.stringify(back?.content), JSON.stringify(strange));
    assert.ok("the list is valid JSON", text.startsWith("{"), text.slice(0, 40));
  },
};
