import { renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type ClerkAuth, useClerkTokenSource } from "../../../src/integrations/clerk.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const signedIn = { isLoaded: true, isSignedIn: true, userId: "user_1", orgId: "org_1" };
const token = jwtOf({ sub: "user_1" });
const getToken = vi.fn(async (): Promise<string | null> => token);
const render = (auth: Omit<ClerkAuth, "getToken">, template?: string) =>
  renderHook(
    (props: Omit<ClerkAuth, "getToken">) => useClerkTokenSource({ ...props, getToken }, template ? { template } : {}),
    {
      initialProps: auth,
    },
  );

describe("useClerkTokenSource", () => {
  it("requests the token of the Clerk template, and a forced refresh skips Clerk's cache", async () => {
    const { result } = render(signedIn);
    expect(await result.current.getToken(requestOf())).toBe(token);
    expect(getToken).toHaveBeenLastCalledWith({ template: "assistant-ui", skipCache: false });
    await result.current.getToken(requestOf({ forceRefresh: true }));
    expect(getToken).toHaveBeenLastCalledWith({ template: "assistant-ui", skipCache: true });
    await render(signedIn, "other").result.current.getToken(requestOf());
    expect(getToken).toHaveBeenLastCalledWith({ template: "other", skipCache: false });
  });

  it("the key of the token source changes only if the user or organization in Clerk changes", () => {
    const { result, rerender } = render(signedIn);
    const first = result.current;
    rerender({ ...signedIn });
    expect(result.current).toBe(first);
    rerender({ ...signedIn, orgId: "org_2" });
    expect(result.current.key).not.toBe(first.key);
    const second = result.current;
    rerender({ ...signedIn, userId: "user_2", orgId: "org_2" });
    expect(result.current.key).not.toBe(second.key);
  });

  it("returns null while the user is signed out of Clerk", async () => {
    getToken.mockClear();
    const { result } = render({ isLoaded: true, isSignedIn: false, userId: null });
    expect(await result.current.getToken(requestOf())).toBe(null);
    expect(getToken).not.toHaveBeenCalled();
  });

  it("F50 reports an error instead of a sign-out if Clerk returns null for a signed-in user", async () => {
    getToken.mockResolvedValueOnce(null);
    await expect(render(signedIn).result.current.getToken(requestOf())).rejects.toThrow("returned no token");
  });

  it("F72 rejects the token of another user who signed in to Clerk in another tab", async () => {
    getToken.mockResolvedValueOnce(jwtOf({ sub: "user_2" }));
    const controller = new AbortController();
    const given = render(signedIn).result.current.getToken(requestOf({ signal: controller.signal }));
    await vi.waitFor(() => expect(getToken).toHaveBeenCalled());
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("F74 reports `interaction_required` until Clerk's session tasks are done, then returns tokens", async () => {
    getToken.mockClear();
    const { result, rerender } = render({ ...signedIn, sessionClaims: { sts: "pending" } });
    const pending = result.current;
    await expect(pending.getToken(requestOf())).rejects.toMatchObject({
      code: "interaction_required",
      remedy: "Sign the user in again with <RedirectToTasks />.",
    });
    expect(getToken).not.toHaveBeenCalled();
    rerender({ ...signedIn, sessionClaims: { sts: "active" } });
    expect(result.current.session).not.toBe(pending.session);
    expect(await result.current.getToken(requestOf())).toBe(token);
  });

  it("returns a pending token source while Clerk loads, and another token source after loading", async () => {
    const { result, rerender } = render({ isLoaded: false });
    const controller = new AbortController();
    const waiting = result.current.getToken(requestOf({ signal: controller.signal }));
    const loading = result.current;
    rerender(signedIn);
    expect(result.current.key).not.toBe(loading.key);
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
  });
});
