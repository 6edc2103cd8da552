import { expect, test } from "vitest";
import { setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();

test("adds a project, lists it, records it in the audit log, and rejects a duplicate id", async () => {
  const cookie = await admin.signIn();
  const add = (body: object) => admin.send("POST", "/projects", { cookie, body });
  expect(await add({ id: "shop", name: "The shop" })).toMatchObject({
    status: 201,
    body: { id: "shop", name: "The shop", allowedOrigins: [], createdAt: "2026-01-01T12:00:00.000Z" },
  });
  expect(await add({ id: "shop" })).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect((await admin.send("GET", "/projects", { cookie })).body).toMatchObject({
    current: "default",
    projects: [{ id: "shop" }],
  });
  // The audit entry about a new project is in the log of the project in which the admin works.
  const { body: audit } = await admin.send("GET", "/audit?action=project", { cookie });
  expect(audit.entries).toMatchObject([{ action: "project.create", target: "shop", actor: "admin" }]);
});

test.each([
  [{ id: "../other" }, "id"],
  [{ id: "" }, "id"],
  [{ id: "a".repeat(65) }, "id"],
  [{ id: "a", name: " " }, "name"],
  [{ id: "a", allowedOrigins: [] }, "allowedOrigins"],
])("S45 returns 400 for the project %j and names the field %s", async (body, field) => {
  const cookie = await admin.signIn();
  const reply = await admin.send("POST", "/projects", { cookie, body });
  expect(reply).toMatchObject({ status: 400, body: { fields: { [field]: expect.any(String) } } });
});
