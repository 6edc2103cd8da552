import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { decodeWorkspaceToken } from "../../src/core/workspace-token.ts";
import { createTestToken, getTestJwks } from "../../src/testing/index.ts";

describe("createTestToken", () => {
  it("the keys of getTestJwks() verify a test token, and the token is valid for five minutes", async () => {
    const issuedAt = new Date(Math.floor(Date.now() / 1000) * 1000);
    const token = await createTestToken({ userId: "user_1", workspaceId: "org_1:user_1", issuedAt });
    const { payload } = await jwtVerify(token, createLocalJWKSet(await getTestJwks()), { algorithms: ["ES256"] });
    const iat = issuedAt.getTime() / 1000;
    expect(payload).toEqual({
      sub: "user_1",
      workspace_id: "org_1:user_1",
      project_id: "proj_test",
      iss: "https://proj-test.assistant-api.com",
      iat,
      nbf: iat - 10,
      exp: iat + 300,
    });
  });

  it("the package can decode a test token", async () => {
    expect(decodeWorkspaceToken(await createTestToken(), "The test")).toMatchObject({
      userId: "user_test",
      workspaceId: "user_test",
    });
  });

  it("createTestToken() adds further claims, and omits a claim whose value is undefined", async () => {
    const token = await createTestToken({ expiresAt: new Date(5_000), claims: { iat: undefined, extra: 1 } });
    const payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as object;
    expect(payload).toMatchObject({ exp: 5, extra: 1 });
    expect(payload).not.toHaveProperty("iat");
  });

  it("all test tokens are signed with one key, even if they are created concurrently", async () => {
    const tokens = await Promise.all([createTestToken(), createTestToken(), createTestToken()]);
    const { keys } = await getTestJwks();
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty("d");
    for (const token of tokens) expect(decodeProtectedHeader(token).kid).toBe(keys[0]?.kid);
  });
});
