import { act } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { requestOf } from "../token-request.ts";
import { page, resource, start, startLogto } from "./start-logto.tsx";

beforeEach(() => {
  localStorage.clear();
  // Ignore the SDK's log entries about failures.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

describe("logto", () => {
  it("sign-in: Logto's access token for an API resource opens a workspace", async () => {
    await startLogto();
    const app = start({ resource });
    expect(await app.untilWorkspace()).toEqual({ userId: "ada000000001", workspaceId: "ada000000001" });
    const caller = { userId: "ada000000001", workspaceId: "ada000000001" };
    expect(await app.callApi()).toEqual({ status: 200, caller });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("switch: the app opens another workspace if the organization in the hook's options changes", async () => {
    await startLogto();
    const app = start({ resource, organizationId: "one" });
    await app.untilWorkspace("one:ada000000001");
    act(() => page.choose?.({ resource, organizationId: "two" }));
    expect((await app.untilWorkspace("two:ada000000001")).userId).toBe("ada000000001");
  });

  it("switch: if another user signs in to Logto in another tab, the app switches to that user", async () => {
    const { signIn } = await startLogto();
    const app = start({ resource });
    await app.untilWorkspace("ada000000001");
    await signIn("grace0000002");
    // Simulate the expiry of the previous user's access token.
    await act(async () => void (await page.logto?.clearAccessToken()));
    const given = page.source?.getToken(requestOf());
    expect((await app.untilWorkspace("grace0000002")).userId).toBe("grace0000002");
    expect(await Promise.race([given, "held back"])).toBe("held back");
  });

  it("sign-out: after Logto's sign-out redirect, the user is signed out", async () => {
    await startLogto();
    const app = start({ resource });
    await app.untilWorkspace();
    // The SDK clears its tokens and leaves the page.
    await act(async () => void (await page.logto?.signOut()));
    app.unmount();
    const next = start({ resource });
    await next.untilSignedOut();
    await expect(next.callApi()).rejects.toMatchObject({ code: "signed_out" });
    expect(next.exchanges).toEqual([]);
  });

  it("failure: the app does not exchange Logto's opaque token, and the error suggests a `resource`", async () => {
    await startLogto();
    const app = start({});
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: expect.stringContaining("opaque"),
      remedy: expect.stringContaining("`resource`"),
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: the authority rejects an organization token that Logto issued without a resource", async () => {
    await startLogto();
    const app = start({ organizationId: "one" });
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    expect(app.exchanges).toMatchObject([{ status: 403 }]);
  });

  it("failure: a resource that Logto does not know causes a configuration error", async () => {
    await startLogto();
    const app = start({ resource: "https://unknown.example.com" });
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      remedy: expect.stringContaining("`resources`"),
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: a refresh token that Logto rejects signs the user out", async () => {
    const { state } = await startLogto();
    state.refusal = "invalid_grant";
    const app = start({ resource });
    await app.untilSignedOut();
    expect(app.exchanges).toEqual([]);
  });
});
