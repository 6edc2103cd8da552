import { type Authority, createAuthority } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { mint } from "../../support/call.ts";
import { setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();
const DAY_MS = 86_400_000;

test("returns an API key's secret only in the response that creates the API key", async () => {
  const cookie = await admin.signIn();
  const made = await admin.send("POST", "/keys", { cookie, body: { name: " backend ", expires: "7d" } });
  expect(made).toMatchObject({
    status: 201,
    body: { name: "backend", status: "active", expiresAt: "2026-01-08T12:00:00.000Z" },
  });
  const { key, id, suffix } = made.body;
  expect((await mint(admin.authority, key)).status).toBe(200);
  const answers = [
    await admin.send("GET", "/keys", { cookie }),
    await admin.send("GET", "/audit", { cookie }),
    await admin.send("GET", "/activity", { cookie }),
  ];
  expect(answers[0]?.body.keys).toMatchObject([{ id, suffix, status: "active" }]);
  expect(answers[1]?.body.entries[0]).toMatchObject({ actor: "admin", action: "api_key.create", target: id });
  expect(answers[2]?.body.decisions).toMatchObject([{ route: "mint", by: { kind: "api_key", id } }]);
  expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain(key);
});

test.each([
  ["never", null],
  ["30d", 30],
  ["90d", 90],
  ["1y", 365],
])("the admin API applies the expiry setting %j to a new API key", async (expires, days) => {
  const cookie = await admin.signIn();
  const { body } = await admin.send("POST", "/keys", { cookie, body: { name: "n", expires } });
  expect(body.expiresAt && Date.parse(body.expiresAt) - admin.time).toBe(days && days * DAY_MS);
});

test.each([
  [{}, "name"],
  [{ name: "  " }, "name"],
  [{ name: "x".repeat(256) }, "name"],
  [{ name: "a\u0000b" }, "name"],
  [{ name: "n", expires: "2y" }, "expires"],
  [{ name: 7 }, "name"],
])("the admin API returns 400 for the API key settings %j and names the field %s", async (body, field) => {
  const cookie = await admin.signIn();
  const reply = await admin.send("POST", "/keys", { cookie, body });
  expect(reply).toMatchObject({ status: 400, body: { fields: { [field]: expect.any(String) } } });
});

test("a rotated API key is valid until the overlap ends, and the new key is valid until its revocation", async () => {
  const cookie = await admin.signIn();
  const old = (await admin.send("POST", "/keys", { cookie, body: { name: "n" } })).body;
  const rotated = await admin.send("POST", `/keys/${old.id}/rotate`, { cookie, body: { overlapHours: 1 } });
  expect(rotated.status).toBe(201);
  for (const { key } of [old, rotated.body]) expect((await mint(admin.authority, key)).status).toBe(200);
  admin.pass(3_600_000);
  expect((await mint(admin.authority, old.key)).status).toBe(403);
  const revoked = await admin.send("POST", `/keys/${rotated.body.id}/revoke`, { cookie });
  expect(revoked).toMatchObject({ status: 200, body: { id: rotated.body.id, status: "revoked" } });
  expect((await mint(admin.authority, rotated.body.key)).status).toBe(403);
  expect((await admin.send("POST", `/keys/${rotated.body.id}/revoke`, { cookie })).status).toBe(404);
  expect((await admin.send("POST", `/keys/${rotated.body.id}/rotate`, { cookie })).status).toBe(404);
  expect((await admin.send("POST", `/keys/${old.id}/rotate`, { cookie, body: { overlapHours: 721 } })).status).toBe(
    400,
  );
});

test.each([
  ["keys", "newest first"],
  ["rules", "oldest first"],
  ["projects", "newest first"],
])("the pages of GET /%s contain each row exactly once, %s", async (list, order) => {
  const cookie = await admin.signIn();
  const names: string[] = [];
  for (let count = 0; count < 5; count++) {
    // Every two successive rows have the same time, so the id decides their order.
    if (count % 2 === 0) admin.pass(1000);
    const name = `n${count}`;
    names.push(name);
    if (list === "keys") await admin.authority.keys.create({ name });
    if (list === "rules") await admin.send("POST", "/rules", { cookie, body: ruleBody(name) });
    if (list === "projects") await admin.send("POST", "/projects", { cookie, body: { id: `p-${name}`, name } });
  }
  const read = async (query: string) => (await admin.send("GET", `/${list}?limit=2${query}`, { cookie })).body;
  const pages = [await read("")];
  // The next page must start correctly even if the rule that the cursor names was deleted.
  if (list === "rules") await admin.authority.rules.remove(pages[0][list][1].id);
  while (pages.at(-1).next !== null) pages.push(await read(`&after=${pages.at(-1).next}`));
  expect(pages.map((page) => page[list].length)).toEqual([2, 2, 1]);
  const listed: { id: string; name: string; createdAt: string }[] = pages.flatMap((page) => page[list]);
  expect(listed.map(({ name }) => name).sort()).toEqual(names);
  const sign = order === "oldest first" ? 1 : -1;
  const keyOf = ({ createdAt, id }: { createdAt: string; id: string }) => `${createdAt} ${id}`;
  expect(listed).toEqual(listed.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -sign : sign)));
});

test.each([
  ["after=nothing", "after"],
  ["after=1-a%20b", "after"],
  ["after=9999999999999999-key_1", "after"],
  ["after=", "after"],
  ["limit=0", "limit"],
  ["limit=201", "limit"],
  ["offset=5", "offset"],
])("returns 400 for GET /keys?%s and names the parameter %s", async (query, field) => {
  const cookie = await admin.signIn();
  for (const list of ["keys", "rules", "projects"]) {
    const reply = await admin.send("GET", `/${list}?${query}`, { cookie });
    expect(reply).toMatchObject({ status: 400, body: { fields: { [field]: expect.any(String) } } });
  }
});

test.each([
  ["keys", "first"],
  ["rules", "last"],
])("GET /%s returns only the project's rows, even if the cursor names another project's row", async (list, next) => {
  const cookie = await admin.signIn();
  const { storage, authority } = admin;
  const issuer = "https://other.example.com";
  const other = await createAuthority({ storage, projectId: "other", issuer, now: () => admin.time });
  const add = ({ keys, rules }: Authority, name: string) => {
    admin.pass(1000);
    return list === "keys" ? keys.create({ name }) : rules.add(ruleBody(name).rule);
  };
  await add(authority, "first");
  const { id, createdAt } = await add(other, "theirs");
  await add(authority, "last");
  await other.close();
  const read = async (query: string) => {
    const { body } = await admin.send("GET", `/${list}${query}`, { cookie });
    return body[list].map(({ name }: { name: string }) => name);
  };
  expect((await read("")).sort()).toEqual(["first", "last"]);
  expect(await read(`?after=${createdAt.getTime()}-${id}`)).toEqual([next]);
});

const ruleBody = (name: string) => ({
  kind: "custom",
  rule: { name, issuer: `https://${name}.example`, jwksUrl: `https://${name}.example.com/jwks`, audience: "a" },
});
