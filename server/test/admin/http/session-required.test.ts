import { expect, test } from "vitest";
import { adminRoutes } from "../../../src/openapi/admin-routes.ts";
import { mint, tokenOf } from "../../support/call.ts";
import { setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();

/** Routes that require a session, and one path that has no route. */
const GUARDED = [
  ["GET", "/rules"],
  ["POST", "/rules"],
  ["POST", "/rules/preview"],
  ["POST", "/rules/check"],
  ["PUT", "/rules/rule_1"],
  ["POST", "/rules/rule_1/enable"],
  ["POST", "/rules/rule_1/disable"],
  ["DELETE", "/rules/rule_1"],
  ["GET", "/presets"],
  ["GET", "/keys"],
  ["POST", "/keys"],
  ["POST", "/keys/key_1/revoke"],
  ["POST", "/keys/key_1/rotate"],
  ["GET", "/signing-keys"],
  ["POST", "/signing-keys/rotate"],
  ["POST", "/signing-keys/kid/revoke"],
  ["POST", "/try-token"],
  ["GET", "/status"],
  ["GET", "/activity"],
  ["GET", "/audit"],
  ["DELETE", "/sessions"],
  ["PUT", "/password"],
  ["GET", "/origins"],
  ["PUT", "/origins"],
  ["GET", "/projects"],
  ["POST", "/projects"],
  ["GET", "/threads"],
  ["GET", "/threads/workspaces"],
  ["GET", "/threads/users"],
  ["POST", "/threads/thread_1/messages"],
  ["DELETE", "/threads/thread_1"],
  ["POST", "/users/erase"],
  ["GET", "/no-such-route"],
] as const;

test.each(GUARDED)("S60 the admin API returns 401 for %s %s without a valid session", async (method, path) => {
  for (const headers of [
    {},
    { Cookie: `__Host-aui-admin=${"A".repeat(43)}` },
    { Cookie: "__Host-aui-admin=' or 1=1" },
  ]) {
    const reply = await admin.send(method, path, { headers });
    expect(reply).toMatchObject({ status: 401, body: { code: "session_missing" } });
    expect(reply.headers.get("WWW-Authenticate")).toBeNull();
  }
});

// Another test compares the documented routes with the real ones.
test("S60 exactly four routes of the admin API are public; all others return 401 without a session", async () => {
  const closed = adminRoutes.filter(({ needsNoSession }) => needsNoSession !== true);
  expect(adminRoutes.length - closed.length).toBe(4);
  for (const { method, path } of closed) {
    const reply = await admin.send(method.toUpperCase(), path.replace(/:\w+/g, "x"));
    expect(reply, `${method} ${path}`).toMatchObject({ status: 401, body: { code: "session_missing" } });
  }
});

test("S45 the admin API rejects every credential except the session cookie", async () => {
  const cookie = await admin.signIn();
  const { key } = await admin.authority.keys.create({ name: "backend" });
  const token = tokenOf(await mint(admin.authority, key, { "Aui-User-Id": "admin" }));
  const session = cookie.split("=")[1] ?? "";
  for (const secret of [key, token, session]) {
    const cookies = [`aui-admin=${secret}`, `__Host-aui-admin=${secret.slice(0, 43)}x`, `x=__Host-aui-admin=${secret}`];
    for (const headers of [{ Authorization: `Bearer ${secret}` }, ...cookies.map((Cookie) => ({ Cookie }))]) {
      expect((await admin.send("GET", "/keys", { headers })).status).toBe(401);
      expect((await admin.send("POST", "/keys", { headers, body: { name: "mine" } })).status).toBe(401);
    }
  }
  expect((await admin.authority.keys.list()).map(({ name }) => name)).toEqual(["backend"]);
});
