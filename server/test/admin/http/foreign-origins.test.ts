import { expect, test } from "vitest";
import { rawRequest } from "../../support/raw-request.ts";
import { ISSUER, PASSWORD, setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();

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
  "S60 the admin API rejects a POST or DELETE request that has %s, and changes nothing",
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
