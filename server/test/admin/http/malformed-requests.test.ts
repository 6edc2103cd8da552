import { connect } from "node:net";
import { serveAuthority } from "assistant-cloud-server";
import { expect, test, vi } from "vitest";
import { rawRequest } from "../../support/raw-request.ts";
import { ISSUER, setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();

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
])("S87 if the body of a request to %s is cut off, the response has a status below 500", async (path) => {
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
