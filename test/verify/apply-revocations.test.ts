import { generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import { TokenRefusal } from "../../src/verify/jwt/token-refusal.ts";
import { followRevocations } from "../../src/verify/revocations/follow-revocations.ts";
import { hashSubject, REVOCATION_LIST_TYPE } from "../../src/verify/revocations/list-claims.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const issuer = "https://auth.example.com";
const token = { userId: "ada", workspaceId: "w", projectId: "default", issuer, issuedAt: NOW / 1000, expiresAt: 0 };

test.each(["jwks_unavailable", "token_key_not_known_yet"] as const)(
  "applying a list throws `keys_unavailable` if the key lookup fails with %s, and succeeds later",
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
    const list = await new SignJWT({ iss: issuer, project_id: "default", project: null, users, workspaces: {} })
      .setIssuedAt(NOW / 1000)
      .setProtectedHeader({ alg: "ES256", kid: "a", typ: REVOCATION_LIST_TYPE })
      .sign((await generateKeyPair("ES256")).privateKey);
    await expect(follower.apply(list)).rejects.toMatchObject({ code: "keys_unavailable", status: 503 });
    await follower.check(token);
    areKeysAway = false;
    await follower.apply(list);
    await expect(follower.check(token)).rejects.toMatchObject({ code: "token_revoked" });
  },
);
