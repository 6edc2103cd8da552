import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { createRemoteJWKSet, customFetch, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let authority: TestAuthority;
beforeAll(async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the template language of workspaces
  authority = await createTestAuthority({ workspace: "${org}:${sub}", tokenLifetimeSeconds: 60 });
}, 120_000);
afterAll(() => authority.close());

const post = (path: string, headers: Record<string, string>) =>
  authority.fetch(`${authority.baseUrl}${path}`, { method: "POST", headers });
const verify = async (response: Response) => {
  const { token } = (await response.json()) as { token: string };
  const jwks = createRemoteJWKSet(new URL(`${authority.baseUrl}/.well-known/jwks.json`), {
    [customFetch]: (url, init) => authority.fetch(url, init),
  });
  return (await jwtVerify(token, jwks)).payload;
};

describe("createTestAuthority()", () => {
  it("a token from the test authority can be verified with the test authority's JWKS", async () => {
    const response = await post("/v1/auth/tokens", {
      Authorization: `Bearer ${authority.apiKey}`,
      "Aui-Workspace-Id": "org_1:user_1",
      "Aui-User-Id": "user_1",
    });
    const payload = await verify(response);
    expect(payload).toMatchObject({ sub: "user_1", workspace_id: "org_1:user_1", iss: authority.baseUrl });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  it("the test authority builds the workspace id from the claims of the test provider's token", async () => {
    const idToken = await authority.issueProviderToken({ sub: "user_2", org: "org_2" });
    const response = await post("/v1/auth/tokens/exchange", { Authorization: `Bearer ${idToken}` });
    expect(await verify(response)).toMatchObject({ sub: "user_2", workspace_id: "org_2:user_2" });
  });

  it("the test authority rejects a provider's token whose audience is another app", async () => {
    const idToken = await authority.issueProviderToken({ aud: "another-app", org: "org_2" });
    const response = await post("/v1/auth/tokens/exchange", { Authorization: `Bearer ${idToken}` });
    expect(response.status).toBe(403);
  });

  it("a test authority accepts anonymous visitors", async () => {
    expect((await post("/v1/auth/tokens/anonymous", {})).status).toBe(200);
  });

  it("the test authority's fetch rejects a request to another host", async () => {
    await expect(authority.fetch("https://example.com/")).rejects.toThrow("reaches only https://authority.test");
  });

  it("the test authority's fetch rejects if the request's signal is aborted, as the global fetch does", async () => {
    const signal = AbortSignal.abort();
    await expect(authority.fetch(`${authority.baseUrl}/healthz`, { signal })).rejects.toThrow(/abort/i);
  });
});
