import { renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useWorkOSTokenSource, type WorkOSAuth } from "../../../src/integrations/workos.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const user = { id: "user_1" };
const token = jwtOf({ sub: "user_1", org_id: "org_1" });
const getAccessToken = vi.fn(async () => token);
const getUser = vi.fn((): { id: string } | null => user);
const render = (auth: Partial<WorkOSAuth> = {}) =>
  renderHook(
    (props: Partial<WorkOSAuth>) =>
      useWorkOSTokenSource({ isLoading: false, user, organizationId: "org_1", getAccessToken, getUser, ...props }),
    { initialProps: auth },
  );

afterEach(() => vi.clearAllMocks());

describe("useWorkOSTokenSource", () => {
  it("returns AuthKit's access token, and a forced refresh skips AuthKit's cache", async () => {
    const { result } = render();
    expect(await result.current.getToken(requestOf())).toBe(token);
    expect(getAccessToken).toHaveBeenLastCalledWith({ forceRefresh: false });
    await result.current.getToken(requestOf({ forceRefresh: true }));
    expect(getAccessToken).toHaveBeenLastCalledWith({ forceRefresh: true });
  });

  it("the key of the token source changes only if the user or organization in WorkOS changes", () => {
    const { result, rerender } = render();
    const first = result.current;
    rerender({ user: { ...user } });
    expect(result.current).toBe(first);
    rerender({ organizationId: "org_2" });
    expect(result.current.key).not.toBe(first.key);
    rerender({ user: { id: "user_2" } });
    expect(result.current.key).not.toBe(first.key);
  });

  it("while AuthKit loads, returns a pending token source even if there is a user", async () => {
    const { result } = render({ isLoading: true });
    const controller = new AbortController();
    const waiting = result.current.getToken(requestOf({ signal: controller.signal }));
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
    expect(getAccessToken).not.toHaveBeenCalled();
  });

  it("reports a sign-out if AuthKit has no user or has dropped the session", async () => {
    expect(await render({ user: null }).result.current.getToken(requestOf())).toBe(null);
    getAccessToken.mockRejectedValueOnce(new Error("No access token available"));
    getUser.mockReturnValueOnce(null);
    await expect(render().result.current.getToken(requestOf())).rejects.toMatchObject({ code: "signed_out" });
  });

  it("if AuthKit still has a user, rethrows an error of AuthKit unchanged", async () => {
    const failure = new Error("The server did not answer.");
    getAccessToken.mockRejectedValueOnce(failure);
    await expect(render().result.current.getToken(requestOf())).rejects.toBe(failure);
  });

  it("rejects the token of a user other than the current user of AuthKit", async () => {
    getAccessToken.mockResolvedValueOnce(jwtOf({ sub: "user_2" }));
    const controller = new AbortController();
    const given = render().result.current.getToken(requestOf({ signal: controller.signal }));
    await vi.waitFor(() => expect(getAccessToken).toHaveBeenCalled());
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("useWorkOSTokenSource() throws an error that lists the properties that its argument lacks", () => {
    expect(() => renderHook(() => useWorkOSTokenSource({ user } as unknown as WorkOSAuth))).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("getUser, getAccessToken") }),
    );
  });
});
