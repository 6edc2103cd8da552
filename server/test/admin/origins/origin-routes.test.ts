import { expect, test } from "vitest";
import { setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin({ allowedOrigins: ["https://fixed.example.com"], projectId: "origins" });

test("PUT /origins replaces the stored origins and keeps the configured origins", async () => {
  const cookie = await admin.signIn();
  const body = { origins: ["https://app.example.com/", "https://*.example.org"] };
  const put = await admin.send("PUT", "/origins", { cookie, body });
  const answer = {
    origins: ["https://app.example.com", "https://*.example.org"],
    fixed: ["https://fixed.example.com"],
    warnings: [],
  };
  expect(put).toMatchObject({ status: 200, body: answer });
  expect((await admin.send("GET", "/origins", { cookie })).body).toEqual(answer);
  const allowed = async (origin: string) => {
    const response = await fetch(`${admin.server.url}/v1/auth/tokens`, { method: "POST", headers: { Origin: origin } });
    await response.arrayBuffer();
    return response.headers.get("Access-Control-Allow-Origin");
  };
  for (const origin of ["https://app.example.com", "https://a.example.org", "https://fixed.example.com"]) {
    expect(await allowed(origin)).toBe(origin);
  }
  expect(await allowed("https://evil.example")).toBeNull();
  const { body: audit } = await admin.send("GET", "/audit?action=origins", { cookie });
  expect(audit.entries).toMatchObject([
    { actor: "admin", action: "origins.update", target: "origins", details: { origins: answer.origins } },
  ]);
});

test.each([
  [["http://example.com"], "origins.0"],
  [["https://app.example.com", "null"], "origins.1"],
  [["https://*"], "origins.0"],
  [["https://app.example.com/path"], "origins.0"],
  [Array.from({ length: 33 }, (_, index) => `https://a${index}.example.com`), "origins"],
  ["https://app.example.com", "origins"],
])("S58 returns 400 for the origins %j and names the field %s", async (origins, field) => {
  const cookie = await admin.signIn();
  const reply = await admin.send("PUT", "/origins", { cookie, body: { origins } });
  expect(reply).toMatchObject({ status: 400, body: { fields: { [field]: expect.any(String) } } });
});

test.each([
  ["https://*.com", true],
  ["https://*.github.io", true],
  ["https://*.co.uk", true],
  ["https://*.vercel.app:8443", true],
  ["https://*.example.com", false],
  ["https://*.acme.github.io", false],
  ["https://acme.github.io", false],
])("S90 warns only if an origin matches sites of several owners (%s, warning: %s)", async (origin, isWarned) => {
  const cookie = await admin.signIn();
  const put = await admin.send("PUT", "/origins", { cookie, body: { origins: [origin] } });
  expect(put).toMatchObject({ status: 200, body: { origins: [origin] } });
  const warning = {
    message: expect.stringContaining(`${origin} allows every site below`),
    remedy: expect.stringContaining("such as https://my-app."),
  };
  expect(put.body.warnings).toEqual(isWarned ? [warning] : []);
  expect((await admin.send("GET", "/origins", { cookie })).body.warnings).toEqual(put.body.warnings);
});
