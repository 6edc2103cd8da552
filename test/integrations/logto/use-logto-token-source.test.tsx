import { act, renderHook, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type LogtoAuth, type LogtoTokenSourceOptions, useLogtoTokenSource } from "../../../src/integrations/logto.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const token = jwtOf({ sub: "ada" });
const sdk = {
  isAuthenticated: true,
  isLoading: false,
  getAccessToken: vi.fn(async (): Promise<string | undefined> => token),
  getIdTokenClaims: vi.fn(async (): Promise<{ sub: string } | undefined> => ({ sub: "ada" })),
  clearAccessToken: vi.fn(async () => {}),
};
const resource = "https://api.example.com";

async function render(auth: Partial<LogtoAuth> = {}, options: LogtoTokenSourceOptions = { resource }) {
  const hook = renderHook(
    (props: { auth?: Partial<LogtoAuth>; options?: LogtoTokenSourceOptions }) =>
      useLogtoTokenSource({ ...sdk, ...auth, ...props.auth }, { ...options, ...props.options }),
    { initialProps: {} },
  );
  await act(async () => {});
  return hook;
}

afterEach(() => vi.clearAllMocks());

describe("useLogtoTokenSource", () => {
  it("requests a token for Logto's resource and organization, and a forced refresh clears Logto's cache", async () => {
    const { result } = await render({}, { resource, organizationId: "org_1" });
    expect(await result.current.getToken(requestOf())).toBe(token);
    expect(sdk.getAccessToken).toHaveBeenLastCalledWith(resource, "org_1");
    expect(sdk.clearAccessToken).not.toHaveBeenCalled();
    await result.current.getToken(requestOf({ forceRefresh: true }));
    expect(sdk.clearAccessToken).toHaveBeenCalledOnce();
  });

  it("the token source stays the same if Logto's SDK sets `isLoading` to true again", async () => {
    const { result, rerender } = await render();
    const first = result.current;
    rerender({ auth: { isLoading: true } });
    expect(result.current).toBe(first);
  });

  it("reads the user once if the app passes a new `getIdTokenClaims` function at each render", async () => {
    const { result, rerender } = await render();
    for (let time = 0; time < 3; time += 1) {
      rerender({ auth: { getIdTokenClaims: () => sdk.getIdTokenClaims() } });
      await act(async () => {});
    }
    expect(result.current.key).toContain("ada");
    expect(sdk.getIdTokenClaims).toHaveBeenCalledOnce();
  });

  it("the key of the token source changes if the organization or the resource changes", async () => {
    const { result, rerender } = await render();
    const first = result.current.key;
    rerender({ options: { organizationId: "org_1" } });
    const second = result.current.key;
    rerender({ options: { resource: "https://other.example.com" } });
    expect(new Set([first, second, result.current.key]).size).toBe(3);
  });

  it("returns a pending token source until Logto reports whether there is a user", async () => {
    const { result, rerender } = renderHook((auth: Partial<LogtoAuth>) => useLogtoTokenSource({ ...sdk, ...auth }), {
      initialProps: { isAuthenticated: false, isLoading: true } as Partial<LogtoAuth>,
    });
    expect(result.current.key).toBe("loading");
    rerender({ isAuthenticated: false });
    expect(await result.current.getToken(requestOf())).toBe(null);
    rerender({});
    expect(result.current.key).toBe("loading");
    await waitFor(() => expect(result.current.key).toContain("ada"));
  });

  it("an opaque token of Logto causes an error that suggests setting a resource", async () => {
    sdk.getAccessToken.mockResolvedValueOnce("b3BhcXVl");
    const { result } = await render({}, {});
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("opaque"),
      remedy: expect.stringContaining("resource"),
    });
  });

  const failWith = async (code: string) => {
    const failure = Object.assign(new Error("Logto's own words"), { code });
    const { result, rerender } = await render();
    sdk.getAccessToken.mockResolvedValueOnce(undefined);
    const given = result.current.getToken(requestOf());
    const settled = given.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    await act(async () => {});
    rerender({ auth: { error: failure } });
    return { failure, ...(await settled) };
  };

  it("reports a sign-out if Logto rejects the refresh token, or if the client has no refresh token", async () => {
    expect(await failWith("oidc.invalid_grant")).toMatchObject({ error: { code: "signed_out" } });
    expect(await failWith("not_authenticated")).toMatchObject({ error: { code: "signed_out" } });
  });

  it("F74 reports `interaction_required` if Logto requires interaction", async () => {
    const remedy = "Sign the user in again with signIn().";
    expect(await failWith("oidc.consent_required")).toMatchObject({ error: { code: "interaction_required", remedy } });
  });

  it("if Logto rejects the resource, reports a configuration error", async () => {
    const { failure, ...outcome } = await failWith("oidc.invalid_target");
    expect(outcome).toMatchObject({ error: { code: "configuration", remedy: expect.stringContaining("resources") } });
    expect(outcome).toMatchObject({ error: { cause: failure } });
  });

  it("rethrows a rate-limit error of Logto unchanged", async () => {
    const { failure, ...outcome } = await failWith("rate_limited");
    expect(outcome).toEqual({ error: failure });
  });

  it("if another user signs in to Logto in another tab, the token source switches to that user", async () => {
    const { result } = await render();
    sdk.getAccessToken.mockResolvedValueOnce(jwtOf({ sub: "grace" }));
    const controller = new AbortController();
    const given = result.current.getToken(requestOf({ signal: controller.signal }));
    await waitFor(() => expect(result.current.key).toContain("grace"));
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("useLogtoTokenSource() throws an error that lists the properties that its argument lacks", () => {
    expect(() => renderHook(() => useLogtoTokenSource({ isLoading: false } as LogtoAuth))).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("getAccessToken") }),
    );
  });
});
