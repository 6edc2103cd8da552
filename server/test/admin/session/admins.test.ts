import { expect, test } from "vitest";
import { createSetUpLinks } from "../../../src/admin/session/set-up-links.ts";
import { adminSessions } from "../../../src/storage/schema.ts";
import { cookieOf, PASSWORD, setUpAdmin, tokenOfLink } from "../support/set-up-admin.ts";

const admin = setUpAdmin();
const OTHER = "quite another walk by the sea";
const as = (cookie: string) => ({
  invite: (name: string) => admin.send("POST", "/admins", { cookie, body: { name } }),
  reset: (name: string) => admin.send("POST", `/admins/${name}/reset`, { cookie }),
  remove: (name: string) => admin.send("DELETE", `/admins/${name}`, { cookie }),
  names: async () =>
    (await admin.send("GET", "/admins", { cookie })).body.admins.map(({ name }: { name: string }) => name),
  isIn: async () => (await admin.send("GET", "/rules", { cookie })).status === 200,
});
const setUp = (link: string, password: string, name?: string) =>
  admin.send("POST", "/setup", {
    body: { token: tokenOfLink(link), password, ...(name === undefined ? {} : { name }) },
  });

test("the initial set-up link creates an admin with the chosen name and works once", async () => {
  const link = await admin.authority.dashboard.createSetUpLink();
  const first = await setUp(link, PASSWORD, " Grace.Hopper ");
  expect(first.body).toMatchObject({ signedIn: true, name: "grace.hopper", signInMethod: "password" });
  expect((await admin.send("POST", "/session", { body: { password: PASSWORD } })).status).toBe(401);
  const reply = await admin.send("POST", "/session", { body: { name: "GRACE.hopper", password: PASSWORD } });
  expect(reply.status).toBe(200);
  // The next link belongs to that admin, regardless of the name in the request.
  const next = await admin.authority.dashboard.createSetUpLink();
  expect(next).toMatch(/#setup=[\w-]{43}&name=grace\.hopper$/);
  expect((await setUp(next, OTHER, "eve")).body).toMatchObject({ name: "grace.hopper" });
});

test("the initial set-up link is invalid as soon as an admin exists", async () => {
  const link = await admin.authority.dashboard.createFirstSetUpLink();
  await admin.signIn("ada");
  expect(await setUp(link ?? "", PASSWORD)).toMatchObject({ status: 403, body: { code: "set_up_refused" } });
});

test("an invitation stays valid when a new initial set-up link is created", async () => {
  const { storage, authority } = admin;
  const links = createSetUpLinks(storage, { projectId: "default", now: () => admin.time });
  const invitation = await links.invite("bob", { actor: "cli" });
  const replaced = await authority.dashboard.createSetUpLink();
  const first = await authority.dashboard.createFirstSetUpLink();
  expect(first).not.toBeNull();
  expect((await setUp(replaced, PASSWORD)).status).toBe(403);
  const bob = await admin.send("POST", "/setup", { body: { token: invitation.token, password: PASSWORD } });
  expect(bob.body).toMatchObject({ signedIn: true, name: "bob" });
});

test("S84 an admin can invite another admin, and the audit log records which admin made each change", async () => {
  const ada = as(await admin.signIn("ada"));
  const invited = await ada.invite("Bob");
  expect(invited).toMatchObject({ status: 201, body: { name: "bob" } });
  expect((await ada.invite("ada")).body).toMatchObject({ code: "conflict" });
  expect(await ada.names()).toEqual(["ada", "bob"]);
  const bob = as(cookieOf(await setUp(invited.body.setUpUrl, OTHER)));
  expect(await bob.isIn()).toBe(true);
  expect((await bob.reset("ada")).status).toBe(201);
  expect((await bob.reset("unknown")).status).toBe(404);
  await expect(admin.authority.dashboard.createSetUpLink()).rejects.toMatchObject({
    code: "invalid_setting",
    message: "There are several admins: ada, bob.",
  });
  const { entries } = await admin.authority.audit.list({ action: "admin" });
  expect(entries.map(({ admin, action, target }) => `${admin} ${action} ${target}`)).toEqual([
    "bob admin.reset ada",
    "bob admin.set_up bob",
    "ada admin.invite bob",
  ]);
});

test.each(["", "ada@team.example", "a".repeat(41), "ädä", "a b", ".ada", "<b>", "../ada"])(
  "S84 returns 400 for the admin name %j and names the field `name`",
  async (name) => {
    const reply = await as(await admin.signIn()).invite(name);
    expect(reply).toMatchObject({ status: 400, body: { fields: { name: expect.any(String) } } });
  },
);

test("S84 an admin's password change immediately ends that admin's sessions; other admins' sessions continue", async () => {
  const [ada, bob] = [await admin.signIn("ada"), await admin.signIn("bob")];
  const link = await as(ada).reset("bob");
  expect(await as(bob).isIn()).toBe(true);
  expect((await setUp(link.body.setUpUrl, OTHER)).status).toBe(200);
  expect([await as(ada).isIn(), await as(bob).isIn()]).toEqual([true, false]);
  expect((await admin.send("POST", "/session", { body: { name: "bob", password: PASSWORD } })).status).toBe(401);
  expect((await admin.send("POST", "/session", { body: { name: "ada", password: PASSWORD } })).status).toBe(200);
});

test("S84 removing an admin revokes that admin's sessions and links; removing the last admin fails", async () => {
  const [ada, bob] = [await admin.signIn("ada"), await admin.signIn("bob")];
  const link = await as(ada).reset("bob");
  expect((await as(ada).remove("bob")).status).toBe(204);
  expect(await as(bob).isIn()).toBe(false);
  expect((await setUp(link.body.setUpUrl, OTHER)).status).toBe(403);
  expect((await as(ada).remove("bob")).status).toBe(404);
  expect((await as(ada).remove("ada")).body).toMatchObject({ code: "conflict", remedy: expect.any(String) });
  expect(await as(ada).isIn()).toBe(true);
  // An invitation can be revoked while there is only one admin.
  await as(ada).invite("carl");
  expect((await as(ada).remove("carl")).status).toBe(204);
  expect(await admin.storage.run((database) => database.select().from(adminSessions))).toHaveLength(1);
});

test("S84 one admin remains when two admins remove each other concurrently", async () => {
  const [ada, bob] = [await admin.signIn("ada"), await admin.signIn("bob")];
  const replies = await Promise.all([as(ada).remove("bob"), as(bob).remove("ada")]);
  expect(replies.filter(({ status }) => status === 204)).toHaveLength(1);
  expect([await as(ada).isIn(), await as(bob).isIn()].filter(Boolean)).toHaveLength(1);
});

test("S84 an admin who signs out everywhere does not end the sessions of other admins", async () => {
  const [here, there, bob] = [await admin.signIn("ada"), await admin.signIn("ada"), await admin.signIn("bob")];
  expect((await admin.send("DELETE", "/sessions", { cookie: here })).status).toBe(204);
  expect([await as(there).isIn(), await as(bob).isIn()]).toEqual([false, true]);
});
