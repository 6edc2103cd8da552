import { generateKeyPair, SignJWT } from "jose";
import { afterEach, expect, test, vi } from "vitest";
import { TokenRefusal } from "../../src/verify/jwt/token-refusal.ts";
import { followRevocations } from "../../src/verify/revocations/follow-revocations.ts";
import { hashSubject, REVOCATION_LIST_TYPE } from "../../src/verify/revocations/list-claims.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const NOW = Date.UTC(2026, 0, 1, 12);
const issuer = "https://auth.example.com";
const keyPair = generateKeyPair("ES256");
const token = { userId: "ada", workspaceId: "w", projectId: "default", issuer, issuedAt: NOW / 1000, expiresAt: 0 };

const sign = async (users: Record<string, number>, iat = NOW / 1000) =>
  new SignJWT({ iss: issuer, project_id: "default", project: null, users, workspaces: {} })
    .setIssuedAt(iat)
    .setProtectedHeader({ alg: "ES256", kid: "a", typ: REVOCATION_LIST_TYPE })
    .sign((await keyPair).privateKey);

test.each(["jwks_unavailable", "token_key_not_known_yet"] as const)(
  "applying a list throws `keys_unavailable` while the key lookup fails with %s, and succeeds afterward",
  async (code) => {
    let areKeysAway = true;
    const follower = followRevocations({
      options: {},
      issuer,
      projectId: undefined,
      isSignedByIssuer: async () => {
        if (areKeysAway) throw new TokenRefusal(code);
        return true;
      },
      fetch: () => Promise.reject(new TypeError("fetch failed")),
      now: () => NOW,
    });
    const users = { [hashSubject(token, "user", token.userId)]: NOW / 1000 };
    const list = await sign(users);
    await expect(follower.apply(list)).rejects.toMatchObject({ code: "keys_unavailable", status: 503 });
    await follower.check(token);
    areKeysAway = false;
    await follower.apply(list);
    await expect(follower.check(token)).rejects.toMatchObject({ code: "token_revoked" });
  },
);

test.each([
  [60, "accepted"],
  [61, "revocations_unavailable"],
  [3600, "revocations_unavailable"],
])("with a list whose `iat` is %d seconds in the future, the outcome of a check is %s", async (ahead, expected) => {
  const users = { [hashSubject(token, "user", token.userId)]: NOW / 1000 };
  const list = await sign(users, NOW / 1000 + ahead);
  const follower = followRevocations({
    options: { whenUnavailable: "refuse" },
    issuer,
    projectId: undefined,
    isSignedByIssuer: async () => true,
    fetch: async () => Response.json({ revocations: list }, { headers: { ETag: "1" } }),
    now: () => NOW,
  });
  const outcome = follower.check({ ...token, userId: "grace" }).then(
    () => "accepted",
    (error: { code: string }) => error.code,
  );
  expect(await outcome).toBe(expected);
});

test("the revocations of a list with an `iat` in the future take effect", async () => {
  const follower = followRevocations({
    options: {},
    issuer,
    projectId: undefined,
    isSignedByIssuer: async () => true,
    fetch: () => Promise.reject(new TypeError("fetch failed")),
    now: () => NOW,
  });
  await follower.apply(await sign({ [hashSubject(token, "user", token.userId)]: NOW / 1000 }, NOW / 1000 + 3600));
  await expect(follower.check(token)).rejects.toMatchObject({ code: "token_revoked" });
});

test.each([
  ["never settles", () => new Promise<Response>(() => {})],
  ["resolves to a body that never ends", async () => new Response(new ReadableStream())],
])(
  "at the deadline, a check stops waiting for a list if a custom fetch ignores its signal and %s",
  async (_, fetch) => {
    const deadline = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(deadline.signal);
    const follower = followRevocations({
      options: { whenUnavailable: "refuse" },
      issuer,
      projectId: undefined,
      isSignedByIssuer: async () => true,
      fetch,
      now: () => NOW,
    });
    const checked = follower.check(token);
    deadline.abort(new DOMException("late", "TimeoutError"));
    await expect(checked).rejects.toMatchObject({ code: "revocations_unavailable" });
  },
);
