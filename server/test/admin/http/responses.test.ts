import { expect, test } from "vitest";
import { setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();

test("S60 every response of the admin API forbids framing, MIME sniffing, caching and scripts", async () => {
  const cookie = await admin.signIn();
  const replies = [
    await admin.send("GET", "/session"),
    await admin.send("GET", "/rules", { cookie }),
    await admin.send("GET", "/rules"),
    await admin.send("GET", "/nothing", { cookie }),
    await admin.send("POST", "/keys", { cookie, body: "{" }),
    await admin.send("POST", "/keys", { cookie, headers: { Origin: "null" } }),
    await admin.send("DELETE", "/session", { cookie }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 401, 404, 400, 403, 204]);
  for (const { headers } of replies) {
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
    });
  }
});

test("S63 the admin API returns 404 with a JSON error for an unknown route or method", async () => {
  const cookie = await admin.signIn();
  for (const [method, path] of [
    ["GET", "/nothing"],
    ["PUT", "/keys"],
    ["POST", "/audit"],
  ] as const) {
    expect(await admin.send(method, path, { cookie })).toMatchObject({ status: 404, body: { code: "not_found" } });
  }
});

test("while the database is unreachable, the admin API returns 503 and hides the database error", async () => {
  const cookie = await admin.signIn();
  const run = admin.storage.run;
  admin.storage.run = () => run(() => Promise.reject(new Error("connect to 10.0.0.1 as hunter2")));
  try {
    const reply = await admin.send("GET", "/rules", { cookie });
    expect(reply).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
    expect(JSON.stringify(reply.body)).not.toContain("hunter2");
    expect(admin.faults).toHaveLength(1);
  } finally {
    admin.storage.run = run;
  }
});
