import { createAuthority } from "assistant-cloud-server";
import { eq } from "drizzle-orm";
import { decodeJwt, importJWK, SignJWT } from "jose";
import { beforeEach, expect, test } from "vitest";
import { deriveSealingKey, unseal } from "../src/signing/seal.ts";
import { signingKeys } from "../src/storage/schema.ts";
import { call, mint, tokenOf } from "./support/call.ts";
import { setUpExchange } from "./support/set-up-exchange.ts";

const t = setUpExchange();
let key: string;
beforeEach(async () => {
  await t.authority.rules.add(t.rule());
  key = (await t.authority.keys.create({ name: "backend" })).key;
});
const threads = (bearer: string, headers = {}) => call(t.authority, "/v1/threads?limit=1", { bearer, headers });
const ownToken = async () => tokenOf(await mint(t.authority, key, { "Aui-User-Id": "user-1" }));

test("a thread route returns a workspace token only if the request had a provider's token", async () => {
  const reply = await threads(await t.provider.sign());
  expect(reply).toMatchObject({ status: 200, body: { threads: [] } });
  const header = reply.headers.get("Authorization") ?? "";
  expect(header).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  expect(decodeJwt(header.slice(7))).toMatchObject({ sub: "user-1", workspace_id: "user-1" });
  for (const other of [await threads(await ownToken()), await threads(key, { "Aui-Workspace-Id": "w" })]) {
    expect(other).toMatchObject({ status: 200, body: { threads: [] } });
    expect(other.headers.has("Authorization")).toBe(false);
  }
});

test.each([
  ["404", 404, "/v1/threads/unknown", {}],
  ["400", 400, "/v1/threads?limit=0", {}],
  ["400 for a body", 400, "/v1/threads", { method: "POST", body: "{}" }],
  [
    "the status of a refused claim",
    403,
    "/v1/threads/claim",
    { method: "POST", body: '{"refresh_token":"refresh_0"}' },
  ],
] as const)(
  "a thread route returns a workspace token for a provider's token even with %s",
  async (_, status, path, more) => {
    const headers = { Origin: "https://app.example.com" };
    const reply = await call(t.authority, path, { bearer: await t.provider.sign(), headers, ...more });
    expect(reply.status).toBe(status);
    expect(decodeJwt(reply.headers.get("Authorization")?.slice(7) ?? "")).toMatchObject({ workspace_id: "user-1" });
    expect(reply.headers.get("Access-Control-Expose-Headers")).toContain("Authorization");
  },
);

test("a thread route returns no workspace token if it rejects the provider's token", async () => {
  const reply = await threads(await t.provider.sign({ sub: "a b" }));
  expect(reply.status).toBe(403);
  expect(reply.headers.has("Authorization")).toBe(false);
});

test("rejects an expired workspace token", async () => {
  const token = await ownToken();
  t.time += 304_000;
  expect((await threads(token)).status).toBe(200);
  t.time += 1000;
  expect(await threads(token)).toMatchObject({ status: 401, body: { error: "JWT token has expired" } });
});

test("S26 rejects a workspace token of another project", async () => {
  const token = await ownToken();
  const { storage, now, projectId } = t;
  const options = { storage, issuer: "https://auth.example.com", now };
  const other = await createAuthority({ ...options, projectId: "elsewhere" });
  expect((await call(other, "/v1/threads", { bearer: token })).status).toBe(403);
  const changed = await createAuthority({ ...options, projectId, signingAlgorithm: "RS256" });
  expect((await call(changed, "/v1/threads", { bearer: token })).status).toBe(200);
  await other.close();
  await changed.close();
});

test("S27 rejects a token without the `typ` of a workspace token, even if the authority signed the token", async () => {
  const { storage, projectId } = t;
  const rows = await storage.run((database) =>
    database.select().from(signingKeys).where(eq(signingKeys.projectId, projectId)),
  );
  const { kid, sealedPrivateKey } = rows[0] ?? { kid: "", sealedPrivateKey: "" };
  const opened = unseal(deriveSealingKey(storage.localSecret ?? ""), kid, sealedPrivateKey);
  const privateKey = await importJWK(JSON.parse(opened), "ES256");
  const claims = decodeJwt(await ownToken());
  const sign = (typ?: string) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid, ...(typ === undefined ? {} : { typ }) })
      .sign(privateKey);
  expect((await threads(await sign("aui-workspace+jwt"))).status).toBe(200);
  for (const typ of [undefined, "JWT", "at+jwt", "AUI-WORKSPACE+JWT", "application/aui-workspace+jwt"]) {
    expect(await threads(await sign(typ))).toMatchObject({ status: 403, body: { error: "JWT token is not valid" } });
  }
});
