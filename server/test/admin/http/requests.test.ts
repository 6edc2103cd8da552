import { connect } from "node:net";
import { serveAuthority } from "assistant-cloud-server";
import { expect, test, vi } from "vitest";
import { adminRoutes } from "../../../src/openapi/admin-routes.ts";
import { mint, tokenOf } from "../../support/call.ts";
import { rawRequest } from "../../support/raw-request.ts";
import { ISSUER, PASSWORD, setUpAdmin } from "../support/set-up-admin.ts";

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
test("S60 exactly four documented routes are public; all others return 401 without a session", async () => {
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

test.each([
  ["the origin of another site", { Origin: "https://evil.example" }],
  ["no Origin header", { Origin: null }],
  ["the origin null", { Origin: "null" }],
  ["an origin that starts with the issuer", { Origin: `${ISSUER}.evil.example` }],
  ["an origin whose host ends with the issuer's host", { Origin: "https://evil-auth.example.com" }],
  ["an origin on another port", { Origin: `${ISSUER}:444` }],
  ["an origin with another scheme", { Origin: "http://auth.example.com" }],
  ["an origin in capital letters", { Origin: "https://AUTH.example.com" }],
  ["the origin of a local host while the issuer is public", { Origin: "http://localhost" }],
  ["the Sec-Fetch-Site value same-site", { "Sec-Fetch-Site": "same-site" }],
  ["the Sec-Fetch-Site value cross-site", { "Sec-Fetch-Site": "cross-site" }],
  ["the Sec-Fetch-Site value none", { "Sec-Fetch-Site": "none" }],
] as const)(
  "S60 the admin API rejects a POST or DELETE request with %s and changes nothing",
  async (_which, headers) => {
    const cookie = await admin.signIn();
    const body = { name: "backend" };
    const refused = await admin.send("POST", "/keys", { cookie, body, headers });
    expect(refused).toMatchObject({ status: 403, body: { code: "foreign_origin" } });
    expect((await admin.send("DELETE", "/sessions", { cookie, headers })).status).toBe(403);
    expect((await admin.send("POST", "/session", { body: { password: PASSWORD }, headers })).status).toBe(403);
    expect((await admin.send("GET", "/session", { cookie })).body).toMatchObject({ signedIn: true });
    expect(await admin.authority.keys.list()).toEqual([]);
  },
);

test("S60 the admin API rejects a request with two Origin headers", async () => {
  const { status } = await rawRequest(admin.server.port, [
    "POST /admin/api/session HTTP/1.1",
    "Host: auth.example.com",
    `Origin: ${ISSUER}`,
    "Origin: https://evil.example",
    "Content-Type: application/json",
    "Content-Length: 2",
    "",
    "{}",
  ]);
  expect([400, 403]).toContain(status);
});

test("S60 the admin API sends no CORS headers, not even in response to a preflight", async () => {
  const preflight = await admin.send("OPTIONS", "/rules", {
    headers: { Origin: "https://evil.example", "Access-Control-Request-Method": "PUT" },
  });
  expect(preflight.status).toBe(403);
  const state = await admin.send("GET", "/session", { headers: { Origin: "https://evil.example" } });
  for (const { headers } of [preflight, state]) {
    expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  }
});

test.each([
  null,
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/jsonp",
  "application/json; charset=latin1",
  "text/plain; application/json",
])("S60 the admin API returns 415 for a body of the content type %j", async (type) => {
  const cookie = await admin.signIn();
  const reply = await admin.send("POST", "/keys", {
    cookie,
    body: { name: "backend" },
    headers: { "Content-Type": type ?? "" },
  });
  expect(reply).toMatchObject({ status: 415, body: { code: "content_type" } });
});

test.each(["", "{", "nonsense", "[]", "null", '"text"', "1", "{}{}", '{"name":"a"', "\u0000", '{"name":"a",}'])(
  "S62 the admin API returns 400 with a JSON error for the body %j",
  async (body) => {
    const cookie = await admin.signIn();
    const reply = await admin.send("POST", "/keys", { cookie, body });
    expect(reply).toMatchObject({ status: 400, body: { error: expect.any(String), code: expect.any(String) } });
    expect(reply.headers.get("Content-Type")).toContain("application/json");
  },
);

test.each([
  ["/keys", '{"name":"a","__proto__":{"expires":"7d"}}'],
  ["/keys", '{"name":"a","constructor":{"prototype":{"isAdmin":true}}}'],
  ["/rules", '{"kind":"preset","provider":"clerk","input":{"domain":"clerk.example.com","__proto__":"x"}}'],
  ["/rules", '{"kind":"custom","rule":{"name":"n","requiredClaims":{"__proto__":"x"}}}'],
  ["/rules", '{"kind":"preset","provider":"__proto__","input":{}}'],
  ["/rules", '{"kind":"preset","provider":"constructor","input":{}}'],
])(
  "S61 the admin API rejects a request to %s whose body could change an object's prototype: %s",
  async (path, body) => {
    const cookie = await admin.signIn();
    expect((await admin.send("POST", path, { cookie, body })).status).toBe(400);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(await admin.authority.keys.list()).toEqual([]);
    expect(await admin.authority.rules.list()).toEqual([]);
  },
);

// In CVE-2025-61928, a `userId` in the body replaced the session.
test.each([
  ["POST", "/keys", { name: "a", id: "key_mine" }, "id"],
  ["POST", "/keys", { name: "a", projectId: "other" }, "projectId"],
  ["POST", "/keys", { name: "a", hash: "x" }, "hash"],
  ["POST", "/keys", { name: "a", userId: "u" }, "userId"],
  ["POST", "/rules", { kind: "custom", rule: ruleWith({ id: "rule_mine" }) }, "id"],
  ["POST", "/rules", { kind: "custom", rule: ruleWith({ projectId: "other" }) }, "projectId"],
  ["POST", "/rules", { kind: "custom", rule: ruleWith({ revision: 7 }) }, "revision"],
  ["POST", "/rules", { kind: "custom", rule: ruleWith(), actor: "cli" }, "actor"],
  ["PUT", "/rules/rule_1", { revision: 1, rule: ruleWith(), createdAt: "2020-01-01" }, "createdAt"],
  ["POST", "/session", { password: PASSWORD, adminId: "admin" }, "adminId"],
  ["POST", "/rules/rule_1/enable", { enabled: false }, "enabled"],
])("S45 %s %s rejects the body %j because the field %s is unknown", async (method, path, body, field) => {
  const cookie = await admin.signIn();
  const reply = await admin.send(method, path, { cookie, body });
  expect(reply).toMatchObject({ status: 400, body: { fields: { [field]: "Unknown field" } } });
});

function ruleWith(more: object = {}) {
  return {
    name: "n",
    issuer: "https://issuer.example",
    jwksUrl: "https://issuer.example/jwks",
    audience: "a",
    ...more,
  };
}

test("the admin API returns 413 for a body of more than 64 KB", async () => {
  const cookie = await admin.signIn();
  const reply = await admin.send("POST", "/keys", { cookie, body: { name: "a".repeat(70_000) } });
  expect(reply).toMatchObject({ status: 413, body: { code: "body_too_large" } });
});

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

test.each([
  ["both Content-Length and Transfer-Encoding", ["Content-Length: 4", "Transfer-Encoding: chunked"]],
  ["two Content-Length headers", ["Content-Length: 4", "Content-Length: 5"]],
  ["an invalid Content-Length", ["Content-Length: +4"]],
  ["an unsupported transfer coding", ["Transfer-Encoding: xchunked"]],
  ["a transfer coding after `chunked`", ["Transfer-Encoding: chunked, identity"]],
  ["a space before a header's colon", ["Transfer-Encoding : chunked"]],
  ["a folded header", ["Transfer-Encoding:", " chunked"]],
])(
  "S64 Node returns 400 for a request with %s and does not execute a second request in the body",
  async (_which, lines) => {
    const hidden = "GET /admin/api/session HTTP/1.1\r\nHost: x\r\n\r\n";
    const { status, text } = await rawRequest(
      admin.server.port,
      [
        "POST /admin/api/session HTTP/1.1",
        "Host: auth.example.com",
        `Origin: ${ISSUER}`,
        "Content-Type: application/json",
        ...lines,
      ],
      `0\r\n\r\n${hidden}`,
    );
    expect(status).toBe(400);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(text).not.toContain("signedIn");
  },
);

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

const BROKEN = ["a\\u0000b", "\\ud800", "\\udfff x"];

test("S87 the admin API returns 400 for a request that contains a NUL character or a lone surrogate", async () => {
  const cookie = await admin.signIn();
  const rule = `"issuer":"https://i.example","jwksUrl":"https://i.example.com/jwks","audience":"a"`;
  for (const text of BROKEN) {
    for (const [method, path, body] of [
      ["POST", "/keys", `{"name":"${text}"}`],
      ["POST", "/projects", `{"id":"acme","name":"${text}"}`],
      ["POST", "/rules", `{"kind":"custom","rule":{"name":"${text}",${rule}}}`],
      ["POST", "/rules", `{"kind":"custom","rule":{"name":"n","requiredClaims":{"${text}":"x"},${rule}}}`],
      ["POST", "/rules", `{"kind":"custom","rule":{"name":"n","requiredClaims":{"x":"${text}"},${rule}}}`],
      ["POST", "/rules", `{"kind":"preset","provider":"${text}","input":{}}`],
      ["POST", "/rules", `{"kind":"preset","provider":"oidc","input":{"${text}":"x"}}`],
      ["PUT", "/origins", `{"origins":["https://${text}.example"]}`],
      ["POST", "/try-token", `{"token":"${text}"}`],
      ["POST", "/users/erase", `{"userId":"${text}"}`],
      ["POST", "/session", `{"password":"${text}"}`],
    ] as const) {
      expect((await admin.send(method, path, { cookie, body })).status, `${method} ${path} ${body}`).toBe(400);
    }
  }
  for (const [method, path] of [
    ["DELETE", "/rules/%00"],
    ["POST", "/keys/a%00/revoke"],
    ["GET", "/threads?user=%00"],
    ["GET", "/activity?by=%00"],
    ["DELETE", "/threads/thread_1%00?workspace=w"],
  ] as const) {
    expect((await admin.send(method, path, { cookie })).status, `${method} ${path}`).toBe(400);
  }
  expect(admin.faults).toEqual([]);
});

test.each([
  "/admin/api/session",
  "/admin/api/rules",
  "/v1/auth/tokens/refresh",
  "/v1/auth/tokens/exchange",
  "/v1/threads",
])("S87 a request to %s whose body is cut off gets a response with a status below 500", async (path) => {
  const cookie = await admin.signIn();
  const { key } = await admin.authority.keys.create({ name: "backend" });
  const isForm = path.endsWith("exchange");
  const answers: Promise<Response>[] = [];
  const fetch: typeof admin.authority.fetch = (...given) => {
    const answer = admin.authority.fetch(...given);
    answers.push(answer);
    return answer;
  };
  const server = await serveAuthority({ authority: { fetch }, port: 0, dashboardFolder: null });
  for (const length of ["Content-Length: 9000", "Transfer-Encoding: chunked"]) {
    const socket = connect(server.port, "127.0.0.1");
    socket.write(
      [
        `POST ${path} HTTP/1.1`,
        `Host: a`,
        `Origin: ${ISSUER}`,
        `Cookie: ${cookie}`,
        ...(isForm ? [] : [`Authorization: Bearer ${key}`, "Aui-Workspace-Id: w"]),
        `Content-Type: ${isForm ? "application/x-www-form-urlencoded" : "application/json"}`,
        ...[length, "", length.startsWith("C") ? '{"a":' : '5\r\n{"a":\r\n'],
      ].join("\r\n"),
    );
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    socket.destroy();
    expect((await answers.pop())?.status).toBeLessThan(500);
  }
  await server.close();
  expect(admin.faults).toEqual([]);
});
