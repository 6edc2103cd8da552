import { AssistantCloud } from "assistant-cloud";
import { createAuthority, serveAuthority, type ThreadClaim } from "assistant-cloud-server";
import { decodeJwt } from "jose";
import { beforeEach, expect, test } from "vitest";
import { anonymous, call, exchange, refresh, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();
let claims: ThreadClaim[];
let move: () => Promise<number>;
const faults: unknown[] = [];

beforeEach(async () => {
  await t.authority.close();
  claims = [];
  faults.length = 0;
  move = async () => 3;
  const { storage, projectId, now } = t;
  t.authority = await createAuthority({
    ...{ storage, projectId, now, issuer: "https://auth.example.com", allowInsecureJwks: true, anonymous: true },
    onFault: (error) => faults.push(error),
    moveThreads: (claim) => {
      claims.push(claim);
      return move();
    },
  });
  await t.authority.rules.add(t.rule());
});

async function visit() {
  const { body } = await anonymous(t.authority);
  const { token } = body["refresh_token"] as { token: string };
  return { token, accessToken: String(body["access_token"]) };
}
const claim = (bearer: string, refresh_token: unknown, headers = {}) =>
  call(t.authority, "/v1/threads/claim", { method: "POST", bearer, headers, body: JSON.stringify({ refresh_token }) });
const ownToken = async () => tokenOf(await exchange(t.authority, await t.provider.sign()));

test("S55 a sign-in moves the visitor's threads to the user and revokes the visitor's tokens", async () => {
  const visitor = await visit();
  const next = await refresh(t.authority, visitor.token);
  const successor = (next.body["refresh_token"] as { token: string }).token;
  const id = decodeJwt(visitor.accessToken).sub;
  const reply = await claim(await ownToken(), successor);
  expect(reply).toMatchObject({ status: 200, body: { moved: 3 } });
  expect(reply.headers.get("Cache-Control")).toContain("no-store");
  const to = { userId: "user-1", workspaceId: "user-1" };
  expect(claims).toEqual([{ from: { userId: id, workspaceId: id }, to }]);
  const refused = { status: 403, body: { error: "Invalid refresh token" } };
  for (const token of [visitor.token, successor]) {
    expect(await refresh(t.authority, token)).toMatchObject(refused);
    expect(await claim(await ownToken(), token)).toMatchObject(refused);
  }
  expect(claims).toHaveLength(1);
});

test("S55 a request with an ID token or with an API key can claim a visitor's threads", async () => {
  const reply = await claim(await t.provider.sign(), (await visit()).token);
  expect(reply).toMatchObject({ status: 200, body: { moved: 3 } });
  expect(decodeJwt(reply.headers.get("Authorization")?.slice(7) ?? "")).toMatchObject({ sub: "user-1" });
  const { key } = await t.authority.keys.create({ name: "backend" });
  const headers = { "Aui-User-Id": "user-2", "Aui-Workspace-Id": "team-2" };
  expect(await claim(key, (await visit()).token, headers)).toMatchObject({ status: 200 });
  expect(claims.map(({ to }) => to.workspaceId)).toEqual(["user-1", "team-2"]);
});

test("S55 a visitor or an unauthenticated caller cannot claim the threads of another visitor", async () => {
  const { token, accessToken } = await visit();
  expect(await claim(accessToken, (await visit()).token)).toMatchObject({
    status: 403,
    body: { error: "Anonymous sessions cannot claim threads", code: "claim_by_visitor" },
  });
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ refresh_token: token });
  expect(await call(t.authority, "/v1/threads/claim", { method: "POST", headers, body })).toMatchObject({
    status: 401,
  });
  expect(claims).toEqual([]);
  expect((await refresh(t.authority, token)).status).toBe(200);
});

test("S55 moves no threads to a user if the visitor's refresh token is invalid, expired or from another project", async () => {
  const { storage, now } = t;
  const issuer = "https://auth.example.com";
  const elsewhere = await createAuthority({ storage, issuer, projectId: "elsewhere", anonymous: true, now });
  const foreign = ((await anonymous(elsewhere)).body["refresh_token"] as { token: string }).token;
  const { token: expired } = await visit();
  t.time += 31 * 86_400_000;
  const bearer = await ownToken();
  for (const token of [foreign, expired, `refresh_0${"a".repeat(43)}`]) {
    expect(await claim(bearer, token)).toMatchObject({ status: 403, body: { error: "Invalid refresh token" } });
  }
  expect(await claim(bearer, "a.b.c")).toMatchObject({ status: 403, body: { error: "Invalid refresh token format" } });
  expect(await claim(bearer, 7)).toMatchObject({ status: 400, body: { error: "Schema validation error" } });
  expect(await claim(bearer, "x".repeat(17_000))).toMatchObject({ status: 413 });
  expect(claims).toEqual([]);
  t.time -= 31 * 86_400_000;
  expect((await refresh(elsewhere, foreign)).status).toBe(200);
  await elsewhere.close();
});

test("S53 if anonymous access is disabled, a claim of threads fails and the visitor's token stays valid", async () => {
  const { token } = await visit();
  const bearer = await ownToken();
  const { storage, projectId, now } = t;
  const options = { storage, projectId, now, issuer: "https://auth.example.com", moveThreads: async () => 1 };
  const closed = await createAuthority(options);
  const body = JSON.stringify({ refresh_token: token });
  expect(await call(closed, "/v1/threads/claim", { method: "POST", bearer, body })).toMatchObject({
    status: 403,
    body: { error: "Anonymous access is not allowed" },
  });
  await closed.close();
  expect((await claim(bearer, token)).status).toBe(200);
});

test("S55 if moving the threads fails, the visitor's token stays valid", async () => {
  const { token } = await visit();
  const bearer = await ownToken();
  move = async () => Promise.reject(new Error("the threads' database is away"));
  expect(await claim(bearer, token)).toMatchObject({ status: 500, body: { error: "Internal Server Error" } });
  move = async () => Number.NaN;
  expect(await claim(bearer, token)).toMatchObject({ status: 500 });
  expect(faults).toHaveLength(2);
  move = async () => 0;
  expect(await claim(bearer, token)).toMatchObject({ status: 200, body: { moved: 0 } });
});

test("S55 if threads are disabled, a claim returns 404 and revokes no token", async () => {
  const { storage, projectId, now } = t;
  const bearer = await ownToken();
  const { token } = await visit();
  const options = { storage, projectId, now, issuer: "https://auth.example.com", anonymous: true, threads: false };
  const plain = await createAuthority(options);
  const body = JSON.stringify({ refresh_token: token });
  expect(await call(plain, "/v1/threads/claim", { method: "POST", bearer, body })).toMatchObject({
    status: 404,
    body: { error: "Not Found" },
  });
  expect((await refresh(plain, token)).status).toBe(200);
  await plain.close();
});

test("S55 the assistant-cloud client claims a visitor's threads with POST /v1/threads/claim", async () => {
  const { token } = await visit();
  const bearer = await ownToken();
  const server = await serveAuthority({ authority: t.authority, port: 0, dashboardFolder: null });
  const cloud = new AssistantCloud({ baseUrl: server.url, authToken: async () => bearer });
  expect(await cloud.threads.claim({ refresh_token: token })).toEqual({ moved: 3 });
  await expect(cloud.threads.claim({ refresh_token: token })).rejects.toMatchObject({
    status: 403,
    code: "Invalid refresh token",
  });
  await server.close();
});
