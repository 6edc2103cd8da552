import {
  createWorkspaceTokenVerifier,
  type RevocationOptions,
  requireWorkspaceToken,
  type VerifyOptions,
} from "assistant-cloud-auth/verify";
import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { Hono } from "hono";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../server/test/support/open-test-storage.ts";

const START = Date.UTC(2026, 0, 1, 12);
let time = START;
let authority: TestAuthority;
let closeStorage: () => Promise<void>;
let users = 0;
let user: string;
const listUrl = () => `${authority.baseUrl}/v1/auth/revocations/list`;
/** Returns the response to a request for the revocation list. If null, the authority responds. */
let answer: (() => Promise<Response>) | null;
const lists = vi.fn<(init: RequestInit) => void>();

beforeAll(async () => {
  const storage = await openTestStorage();
  closeStorage = () => storage.close();
  authority = await createTestAuthority({ storage, now: () => time });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await authority.close();
  await closeStorage();
});
beforeEach(() => {
  user = `user-${++users}`;
  answer = null;
  time += 60_000;
  lists.mockReset();
});

const options = (revocations: boolean | RevocationOptions = true): VerifyOptions => ({
  issuer: authority.baseUrl,
  revocations,
  now: () => time,
  fetch: async (url, init) => {
    if (url !== listUrl()) return authority.fetch(url, init);
    lists(init);
    return answer === null ? authority.fetch(url, init) : answer();
  },
});

async function mint(userId = user, workspaceId = "org"): Promise<string> {
  const headers = {
    Authorization: `Bearer ${authority.apiKey}`,
    "Aui-User-Id": userId,
    "Aui-Workspace-Id": workspaceId,
  };
  const response = await authority.fetch(`${authority.baseUrl}/v1/auth/tokens`, { method: "POST", headers });
  return ((await response.json()) as { token: string }).token;
}
const signOut = (subject = user) => authority.authority.revocations.add({ kind: "user", subject });
const readList = async () => ((await (await authority.fetch(listUrl())).json()) as { revocations: string }).revocations;
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => "accepted",
    (error: { code: string }) => error.code,
  );

test("a verifier rejects the token of a signed-out user, and accepts the user's next token", async () => {
  const verify = createWorkspaceTokenVerifier(options());
  const [token, other] = [await mint(), await mint("grace")];
  expect(await outcome(verify(token))).toBe("accepted");
  await signOut();
  time += 1000;
  expect(await outcome(verify(token))).toBe("token_revoked");
  expect(await outcome(verify(other))).toBe("accepted");
  expect(await outcome(verify(await mint()))).toBe("accepted");
});

test("after all users of a workspace or project are signed out, a verifier rejects their earlier tokens", async () => {
  const verify = createWorkspaceTokenVerifier(options());
  const [inOrg, other] = [await mint(user, `org-${users}`), await mint()];
  await authority.authority.revocations.add({ kind: "workspace", subject: `org-${users}` });
  expect(await outcome(verify(inOrg))).toBe("token_revoked");
  expect(await outcome(verify(other))).toBe("accepted");
  await authority.authority.revocations.add({ kind: "project" });
  time += 1000;
  expect(await outcome(verify(other))).toBe("token_revoked");
  expect(await outcome(verify(await mint()))).toBe("accepted");
});

test("a verifier that does not check revocations accepts a token until it expires", async () => {
  const verify = createWorkspaceTokenVerifier(options(false));
  const token = await mint();
  await signOut();
  expect(await outcome(verify(token))).toBe("accepted");
  expect(lists).not.toHaveBeenCalled();
  await expect(verify.applyRevocations(await readList())).rejects.toMatchObject({ code: "configuration" });
});

test("a verifier fetches the revocation list again once per interval, in the background", async () => {
  const verify = createWorkspaceTokenVerifier(options());
  const token = await mint();
  await Promise.all(Array.from({ length: 50 }, () => verify(token)));
  time += 499;
  await verify(token);
  expect(lists).toHaveBeenCalledTimes(1);
  time += 1;
  let release = (_: Response) => {};
  answer = () =>
    new Promise((resolve) => {
      release = resolve;
    });
  await Promise.all(Array.from({ length: 50 }, () => verify(token)));
  expect(lists).toHaveBeenCalledTimes(2);
  expect(lists).toHaveBeenLastCalledWith(
    expect.objectContaining({ headers: expect.objectContaining({ "If-None-Match": expect.stringMatching(/^"/) }) }),
  );
  release(new Response(null, { status: 304 }));
  await signOut();
  answer = null;
  time += 1000;
  expect(await outcome(verify(token))).toBe("token_revoked");
});

test("a revocation list that the app passes to the verifier takes effect immediately, also in a guard", async () => {
  const verify = createWorkspaceTokenVerifier(options({ pollIntervalMs: 60_000 }));
  const app = new Hono().use(requireWorkspaceToken(verify)).get("/", (c) => c.text("here"));
  const token = await mint();
  const get = () => app.request("/", { headers: { Authorization: `Bearer ${token}` } });
  expect((await get()).status).toBe(200);
  await signOut();
  expect((await get()).status).toBe(200);
  await verify.applyRevocations(await readList());
  const refused = await get();
  expect(refused.status).toBe(401);
  expect(refused.headers.get("WWW-Authenticate")).toContain('error="invalid_token"');
  expect(await refused.json()).toMatchObject({ code: "token_revoked" });
});

test("an older revocation list does not undo a revocation", async () => {
  const verify = createWorkspaceTokenVerifier(options({ pollIntervalMs: 60_000 }));
  const [token, before] = [await mint(), await readList()];
  await signOut();
  await verify.applyRevocations(await readList());
  await verify.applyRevocations(before);
  expect(await outcome(verify(token))).toBe("token_revoked");
});

test.each([
  ["a workspace token", () => mint()],
  ["a plain text", async () => "nothing"],
  [
    "a list with another signature",
    async () => `${(await readList()).split(".").slice(0, 2).join(".")}.${"A".repeat(86)}`,
  ],
  [
    "a list without a signature",
    async () =>
      `${Buffer.from('{"alg":"none","typ":"aui-revocations+jwt","kid":"k"}').toString("base64url")}.${(await readList()).split(".")[1]}.`,
  ],
])("a verifier rejects %s as a revocation list", async (_, given) => {
  const verify = createWorkspaceTokenVerifier(options());
  await expect(verify.applyRevocations(await given())).rejects.toMatchObject({ code: "invalid_token", status: 401 });
});

test("a verifier rejects a revocation list whose issuer or project is not the verifier's", async () => {
  const [list, other] = [await readList(), { ...options(), issuer: "https://other.example.com" }];
  const jwks = (await (await authority.fetch(`${authority.baseUrl}/.well-known/jwks.json`)).json()) as never;
  for (const wrong of [
    { ...other, jwks },
    { ...options(), projectId: "another" },
  ]) {
    await expect(createWorkspaceTokenVerifier(wrong).applyRevocations(list)).rejects.toMatchObject({
      code: "invalid_token",
    });
  }
});

test.each(["the old list", "304"])(
  "a verifier's revocation list becomes outdated even if the server still returns %s",
  async (kind) => {
    const open = createWorkspaceTokenVerifier(options());
    const closed = createWorkspaceTokenVerifier(options({ whenUnavailable: "refuse" }));
    // After 60 s, the server has signed the list again.
    time += 60_000;
    const old = await authority.fetch(listUrl());
    const [body, etag] = [await old.text(), old.headers.get("ETag") ?? ""];
    const token = await mint();
    for (const verify of [open, closed]) expect(await outcome(verify(token))).toBe("accepted");
    answer = async () =>
      kind === "304" ? new Response(null, { status: 304 }) : new Response(body, { headers: { etag } });
    time += 119_000;
    for (const verify of [open, closed]) expect(await outcome(verify(token))).toBe("accepted");
    time += 12_000;
    expect(await outcome(open(token))).toBe("accepted");
    expect(await outcome(closed(token))).toBe("revocations_unavailable");
    // A pushed list takes effect. An old one does not make the verifier treat its own list as up to date.
    await closed.applyRevocations(JSON.parse(body).revocations);
    expect(await outcome(closed(token))).toBe("revocations_unavailable");
  },
);

test.each([
  ["returns 503", async () => new Response(null, { status: 503 })],
  ["is unreachable", () => Promise.reject(new TypeError("fetch failed"))],
  ["returns another body", async () => Response.json({ revocations: "x" })],
  [
    "appends 4 MB of spaces",
    async () => new Response((await (await authority.fetch(listUrl())).text()) + " ".repeat(4 * 1024 * 1024)),
  ],
])(
  "while the server of the revocation list %s, a verifier rejects tokens only if `whenUnavailable` is `refuse`",
  async (_, broken) => {
    const open = createWorkspaceTokenVerifier(options());
    const closed = createWorkspaceTokenVerifier(options({ whenUnavailable: "refuse" }));
    const token = await mint();
    for (const verify of [open, closed]) expect(await outcome(verify(token))).toBe("accepted");
    answer = broken;
    for (let second = 1; second < 10; second += 1) {
      time += 1000;
      for (const verify of [open, closed]) expect(await outcome(verify(token))).toBe("accepted");
    }
    time += 1000;
    expect(await outcome(open(token))).toBe("accepted");
    const error = await closed(token).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "revocations_unavailable", status: 503 });
    answer = null;
    time += 1000;
    await open(token);
    const asked = () => {
      time += 100;
      return outcome(closed(token));
    };
    await expect.poll(asked).toBe("accepted");
    await signOut();
    for (const verify of [open, closed]) {
      const next = () => {
        time += 1000;
        return outcome(verify(token));
      };
      await expect.poll(next).toBe("token_revoked");
    }
  },
);

test("the revocation list contains no user id, and omits each revocation whose tokens have expired", async () => {
  await signOut(`${user}@example.com`);
  const claims = decodeJwt(await readList()) as { users: object; project: number | null };
  expect(JSON.stringify(claims)).not.toContain(user);
  expect(Object.keys(claims.users).length).toBeGreaterThan(0);
  for (const hash of Object.keys(claims.users)) expect(hash).toMatch(/^[\w-]{22}$/);
  time += 3_700_000;
  expect(decodeJwt(await readList())).toMatchObject({ users: {}, workspaces: {}, project: null });
});

test.each([
  { pollIntervalMs: 249 },
  { pollIntervalMs: 60_001 },
  { pollIntervalMs: Number.NaN },
  { url: "list" },
  { whenUnavailable: "Refuse" as never },
])("the creation of a verifier throws `configuration` for the revocation options %j", (revocations) => {
  expect(() => createWorkspaceTokenVerifier(options(revocations))).toThrow(
    expect.objectContaining({ code: "configuration" }),
  );
});

test("a verifier that has no revocation list yet ignores the status 304 and follows no redirect", async () => {
  const closed = createWorkspaceTokenVerifier(options({ whenUnavailable: "refuse" }));
  answer = async () => new Response(null, { status: 304 });
  expect(await outcome(closed(await mint()))).toBe("revocations_unavailable");
  expect(lists).toHaveBeenCalledWith(expect.objectContaining({ redirect: "manual" }));
});

test("a verifier rejects a signed revocation list with an invalid claim or header", async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "ES256" }] };
  const issuer = "https://own.example.com";
  const verify = createWorkspaceTokenVerifier({ ...options(), issuer, jwks });
  const valid = { iss: issuer, project_id: "p", iat: time / 1000, project: null, users: { hash: 1 }, workspaces: {} };
  const apply = async (claims: object, header: object = {}) => {
    const jwt = new SignJWT({ ...valid, ...claims });
    const signed = jwt.setProtectedHeader({ alg: "ES256", kid: "k", typ: "aui-revocations+jwt", ...header });
    return outcome(verify.applyRevocations(await signed.sign(privateKey)));
  };
  expect(await apply({})).toBe("accepted");
  for (const claims of [
    { users: null },
    { users: { hash: "1" } },
    { workspaces: [null] },
    { project_id: 7 },
    { iat: undefined },
    { iss: "https://other.example.com" },
  ]) {
    expect(await apply(claims), JSON.stringify(claims)).toBe("invalid_token");
  }
  for (const header of [{ typ: "JWT" }, { typ: undefined }, { kid: undefined }, { kid: "other" }]) {
    expect(await apply({}, header), JSON.stringify(header)).toBe("invalid_token");
  }
});
