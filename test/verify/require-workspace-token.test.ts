import {
  requireWorkspaceToken,
  TokenVerificationError,
  verifyWorkspaceToken,
  type WorkspaceVariables,
} from "assistant-cloud-auth/verify";
import { Hono } from "hono";
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createWorkspaceTokenVerifier } from "../../src/verify/verify-workspace-token.ts";

const issuer = "https://auth.example.com";
let privateKey: CryptoKey;
let jwk: JWK;
let time: number;
const now = () => time;
const send = vi.fn();

beforeAll(async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  privateKey = pair.privateKey;
  jwk = await exportJWK(pair.publicKey);
  jwk = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "ES256", use: "sig" };
});
beforeEach(() => {
  time = Date.UTC(2026, 0, 1, 12);
  send.mockReset().mockImplementation(async () => Response.json({ keys: [jwk] }));
});

function sign(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
  const iat = time / 1000;
  return new SignJWT({
    sub: "user-1",
    workspace_id: "workspace-1",
    project_id: "default",
    iss: issuer,
    iat,
    nbf: iat - 10,
    exp: iat + 300,
    ...claims,
  })
    .setProtectedHeader({ typ: "aui-workspace+jwt", alg: "ES256", kid: jwk.kid ?? "", ...header })
    .sign(privateKey);
}

const verifier = (overrides = {}) => createWorkspaceTokenVerifier({ issuer, now, fetch: send, ...overrides });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "passed",
    (error: unknown) => (error instanceof TokenVerificationError ? error.code : error),
  );

describe("verifying a workspace token", () => {
  test("a verifier returns the claims of a workspace token, and fetches the issuer's keys once", async () => {
    const verify = verifier();
    const claims = { userId: "user-1", workspaceId: "workspace-1", projectId: "default", issuer };
    expect(await verify(await sign())).toEqual({ ...claims, issuedAt: time / 1000, expiresAt: time / 1000 + 300 });
    await verify(await sign());
    expect(send).toHaveBeenCalledTimes(1);
    expect(send.mock.calls[0]?.[0]).toBe(`${issuer}/.well-known/jwks.json`);
  });

  test("verifyWorkspaceToken() accepts a JWKS in its options instead of a JWKS URL", async () => {
    const options = { issuer, now, jwks: { keys: [jwk] } };
    expect(await verifyWorkspaceToken(await sign(), options)).toMatchObject({ userId: "user-1" });
  });

  test("verifyWorkspaceToken() rejects, and does not throw, if an option is invalid", async () => {
    const options = { issuer: "not a URL", now };
    await expect(verifyWorkspaceToken(await sign(), options)).rejects.toMatchObject({ code: "configuration" });
  });

  test("a verifier returns the same claims object for a token until the token expires", async () => {
    const verify = verifier();
    const token = await sign();
    const first = await verify(token);
    expect(await verify(token)).toBe(first);
    time += 305_000;
    expect(await codeOf(verify(token))).toBe("expired_token");
  });

  test("S27 a verifier rejects the issuer's JWT if its `typ` is not that of a workspace token", async () => {
    for (const typ of [undefined, "JWT", "at+jwt", "AUI-WORKSPACE+JWT"]) {
      expect(await codeOf(verifier()(await sign({}, { typ })))).toBe("invalid_token");
    }
  });

  test("a verifier rejects a malformed token, and a token with a wrong issuer, project, audience or key", async () => {
    const { privateKey: other } = await generateKeyPair("ES256");
    const forged = new SignJWT({ iss: issuer, exp: time / 1000 + 60 }).setProtectedHeader({
      typ: "aui-workspace+jwt",
      alg: "ES256",
      kid: jwk.kid ?? "",
    });
    expect(await codeOf(verifier()(await forged.sign(other)))).toBe("invalid_token");
    expect(await codeOf(verifier()(await sign({ iss: `${issuer}/` })))).toBe("invalid_token");
    expect(await codeOf(verifier({ projectId: "other" })(await sign()))).toBe("invalid_token");
    expect(await codeOf(verifier({ projectId: "default" })(await sign()))).toBe("passed");
    expect(await codeOf(verifier({ audience: "api" })(await sign()))).toBe("invalid_token");
    expect(await codeOf(verifier({ audience: "api" })(await sign({ aud: ["x", "api"] })))).toBe("passed");
    expect(await codeOf(verifier()(await sign({}, { kid: "unknown" })))).toBe("invalid_token");
    expect(await codeOf(verifier()(await sign({ workspace_id: undefined })))).toBe("invalid_token");
    for (const text of ["a.b.c", "opaque", `${await sign()}=`, "x".repeat(10_000)]) {
      expect(await codeOf(verifier()(text))).toBe("invalid_token");
    }
    expect(await codeOf(verifier()(""))).toBe("missing_token");
  });

  test("the error code differs for an expired token, a token that is not valid yet, and unavailable keys", async () => {
    expect(await codeOf(verifier()(await sign({ exp: time / 1000 - 5 })))).toBe("expired_token");
    expect(await codeOf(verifier()(await sign({ nbf: time / 1000 + 6 })))).toBe("not_yet_valid");
    send.mockRejectedValue(new Error("down"));
    expect(await codeOf(verifier()(await sign()))).toBe("keys_unavailable");
  });

  test("S34 a verifier reads at most 256 KB of a JWKS response", async () => {
    const document = (pad: number) => async () => Response.json({ keys: [jwk], pad: "x".repeat(pad) });
    send.mockImplementation(document(255 * 1024));
    expect(await codeOf(verifier()(await sign()))).toBe("passed");
    send.mockImplementation(document(256 * 1024));
    expect(await codeOf(verifier()(await sign()))).toBe("keys_unavailable");
  });

  test("the creation of a verifier or a guard throws `configuration` if its issuer or JWKS URL is not a URL", () => {
    expect(() => createWorkspaceTokenVerifier({ issuer: "" })).toThrowError(
      expect.objectContaining({ code: "configuration" }),
    );
    expect(() => requireWorkspaceToken({ issuer, jwksUrl: "nowhere" })).toThrowError(
      expect.objectContaining({ code: "configuration" }),
    );
  });
});

describe("the guard for Hono", () => {
  const app = () =>
    new Hono<{ Variables: WorkspaceVariables }>()
      .use(requireWorkspaceToken({ issuer, now, fetch: send }))
      .get("/", (c) => c.json(c.var.workspace));
  const get = async (authorization?: string) =>
    app().request("/", authorization === undefined ? {} : { headers: { Authorization: authorization } });

  test("the Hono guard passes the claims of the token to the route", async () => {
    const response = await get(`Bearer ${await sign()}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ userId: "user-1", workspaceId: "workspace-1" });
  });

  test("if a request has no token, the Hono guard responds with a challenge that contains no error", async () => {
    for (const value of [undefined, "", "Basic abc", "Bearer", "Bearer a b"]) {
      const response = await get(value);
      expect(response.status).toBe(401);
      expect(response.headers.get("WWW-Authenticate")).toBe('Bearer realm="assistant-cloud"');
    }
  });

  test("the Hono guard responds with 401 to an expired token, and does not quote the token", async () => {
    const token = await sign({ exp: time / 1000 - 60 });
    const response = await get(`Bearer ${token}`);
    expect(response.status).toBe(401);
    expect(response.headers.get("WWW-Authenticate")).toBe(
      'Bearer realm="assistant-cloud", error="invalid_token", error_description="The token has expired."',
    );
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ code: "expired_token" });
    expect(body).not.toContain(token.slice(0, 20));
  });

  test("the Hono guard returns 503 if the request for the issuer's keys fails", async () => {
    send.mockRejectedValue(new Error("down"));
    const response = await get(`Bearer ${await sign()}`);
    expect(response.status).toBe(503);
    expect(response.headers.get("Retry-After")).toBe("5");
  });
});
