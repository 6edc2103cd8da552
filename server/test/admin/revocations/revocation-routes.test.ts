import { expect, test } from "vitest";
import { call, mint, tokenOf } from "../../support/call.ts";
import { setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();

test("the admin API signs out a user, a workspace and everyone, and lists these sign-outs", async () => {
  const cookie = await admin.signIn();
  const { key } = (await admin.send("POST", "/keys", { cookie, body: { name: "backend" } })).body;
  const tokenFor = async (user: string) => tokenOf(await mint(admin.authority, key, { "Aui-User-Id": user }));
  const codeOf = async (bearer: string) => (await call(admin.authority, "/v1/threads", { bearer })).body["code"];
  for (const [body, subject] of [
    [{ kind: "user", subject: "ada" }, "ada"],
    [{ kind: "workspace", subject: "workspace-1" }, "workspace-1"],
    [{ kind: "project" }, null],
  ] as const) {
    admin.pass(10_000);
    const token = await tokenFor("ada");
    expect(await codeOf(token)).toBeUndefined();
    const made = await admin.send("POST", "/revocations", { cookie, body });
    expect(made).toMatchObject({ status: 201, body: { kind: body.kind, subject, createdBy: "admin" } });
    expect(await codeOf(token)).toBe("token_revoked");
  }
  const { revocations } = (await admin.send("GET", "/revocations", { cookie })).body;
  expect(revocations.map(({ kind }: { kind: string }) => kind)).toEqual(["project", "workspace", "user"]);
});

test.each([
  [{ kind: "user" }, "subject"],
  [{ kind: "user", subject: "" }, "subject"],
  [{ kind: "workspace", subject: "a b" }, "subject"],
  [{ kind: "project", subject: "ada" }, "subject"],
  [{ kind: "all" }, "kind"],
  [{ kind: "user", subject: "ada", createdBy: "me" }, "createdBy"],
])("returns 400 for the sign-out %j and names the field %s", async (body, field) => {
  const cookie = await admin.signIn();
  const reply = await admin.send("POST", "/revocations", { cookie, body });
  expect(reply).toMatchObject({ status: 400, body: { fields: { [field]: expect.any(String) } } });
});
