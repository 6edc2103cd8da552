import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type KindeAuth, type KindeTokenSourceOptions, useKindeTokenSource } from "../../../src/integrations/kinde.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const START = Math.floor(Date.now() / 1000);
const API = ["https://api.example.com"];
const tokenOf = (secondsLeft: number, claims: Record<string, unknown> = {}) =>
  jwtOf({
    iss: "https://acme.kinde.com",
    azp: "kinde-client",
    aud: API,
    sub: "kp_ada",
    exp: START + secondsLeft,
    ...claims,
  });
let access: string | undefined;
let organization: string | null;
const refreshToken = vi.fn<KindeAuth["refreshToken"]>();
const signedIn = (): KindeAuth => ({
  isLoading: false,
  user: { id: "kp_ada" },
  getCurrentOrganization: async () => organization,
  getAccessToken: async () => access,
  getIdToken: async () => tokenOf(3600, { aud: ["https://acme.kinde.com", "kinde-client"] }),
  refreshToken,
});
const render = (auth: Partial<KindeAuth> = {}, options?: KindeTokenSourceOptions) =>
  renderHook((given: KindeAuth) => useKindeTokenSource(given, options), {
    initialProps: { ...signedIn(), ...auth },
  });
type Rendered = ReturnType<typeof render>["result"];
const untilKey = (result: Rendered, part: string) => waitFor(() => expect(result.current.key).toContain(part));
async function requestToken(options: KindeTokenSourceOptions = {}, request = {}) {
  const { result } = render({}, options);
  await untilKey(result, "kp_ada");
  return result.current.getToken(requestOf(request));
}

beforeEach(() => {
  access = tokenOf(3600);
  organization = "org_1";
  refreshToken.mockReset().mockImplementation(async () => {
    access = tokenOf(7200);
    return { success: true };
  });
});

describe("useKindeTokenSource", () => {
  it("returns Kinde's current access token while it is valid", async () => {
    expect(await requestToken()).toBe(tokenOf(3600));
    expect(refreshToken).not.toHaveBeenCalled();
  });

  it("passes the issuer to Kinde's refreshToken() near the token's expiry and for a forced refresh", async () => {
    expect(await requestToken({}, { forceRefresh: true })).toBe(tokenOf(7200));
    access = tokenOf(2);
    expect(await requestToken()).toBe(tokenOf(7200));
    expect(refreshToken).toHaveBeenCalledTimes(2);
    expect(refreshToken).toHaveBeenLastCalledWith({ domain: "https://acme.kinde.com", clientId: "kinde-client" });
  });

  it("returns Kinde's ID token if an option selects the ID token", async () => {
    access = tokenOf(3600, { aud: [] });
    expect(await requestToken({ token: "id" })).toBe(await signedIn().getIdToken());
  });

  it("an access token of Kinde without an audience causes an error that names KindeProvider", async () => {
    access = tokenOf(3600, { aud: [] });
    await expect(requestToken()).rejects.toMatchObject({
      code: "configuration",
      message: "Kinde's access token has no audience.",
      remedy: expect.stringContaining("KindeProvider"),
    });
  });

  it("reports a sign-out if Kinde has no refresh token or no user", async () => {
    refreshToken.mockResolvedValueOnce({ success: false, error: "No refresh token found" });
    await expect(requestToken({}, { forceRefresh: true })).rejects.toMatchObject({ code: "signed_out" });
    expect(await render({ user: undefined }).result.current.getToken(requestOf())).toBe(null);
  });

  it("F50 reports an error instead of a sign-out if Kinde's SDK has a user but returns no token", async () => {
    access = undefined;
    await expect(requestToken()).rejects.toThrow("returned no token");
  });

  it("F67 for a custom domain, retries the renewal with `RefreshType.cookie`", async () => {
    const iss = "https://auth.acme.example";
    access = tokenOf(3600, { iss });
    refreshToken.mockResolvedValueOnce({ success: false, error: "No refresh token found" });
    expect(await requestToken({}, { forceRefresh: true })).toBe(tokenOf(7200));
    expect(refreshToken).toHaveBeenLastCalledWith({ domain: iss, clientId: "kinde-client", refreshType: 1 });
  });

  it("F69 if Kinde rejects the hook's renewal, returns the token of the SDK's parallel renewal", async () => {
    refreshToken.mockImplementationOnce(async () => {
      access = tokenOf(7200);
      return { success: false, error: "Failed to refresh token" };
    });
    expect(await requestToken({}, { forceRefresh: true })).toBe(tokenOf(7200));
  });

  it("if Kinde's renewal fails, reports an error instead of a sign-out, because Kinde may be unavailable", async () => {
    refreshToken.mockResolvedValueOnce({ success: false, error: "Failed to refresh token" });
    await expect(requestToken({}, { forceRefresh: true })).rejects.toMatchObject({
      code: "source_failed",
      message: "Kinde did not renew the session.",
      remedy: expect.stringContaining("sign the user in again"),
      cause: expect.objectContaining({ message: "Failed to refresh token" }),
    });
  });

  it("the token source is pending until Kinde reports an organization, and changes with the organization", async () => {
    const { result, rerender } = render();
    expect(result.current.key).toBe("loading");
    await untilKey(result, "org_1");
    const first = result.current;
    rerender(signedIn());
    await untilKey(result, "org_1");
    expect(result.current.key).toBe(first.key);
    organization = "org_2";
    rerender(signedIn());
    await untilKey(result, "org_2");
    rerender({ ...signedIn(), user: { id: "kp_bob" } });
    await untilKey(result, "kp_bob");
  });

  it("the token source does not stay pending if the Kinde user has no organization", async () => {
    organization = undefined as unknown as null;
    const { result } = render();
    await untilKey(result, "kp_ada");
  });

  it("the token source does not stay pending if Kinde cannot read the organization", async () => {
    const { result } = render({ getCurrentOrganization: () => Promise.reject(new Error("Invalid token")) });
    await untilKey(result, "kp_ada");
    expect(result.current.isPending).toBe(false);
  });

  it("ignores the previous organization if Kinde returns it after the new one", async () => {
    let answerLate = (_code: string) => {};
    const late = new Promise<string>((resolve) => {
      answerLate = resolve;
    });
    const { result, rerender } = render({ getCurrentOrganization: () => late });
    organization = "org_2";
    rerender(signedIn());
    await untilKey(result, "org_2");
    await act(async () => answerLate("org_1"));
    expect(result.current.key).toContain("org_2");
  });

  it("the token source keeps its key while a popup of a signed-in user is open", async () => {
    const { result, rerender } = render();
    await untilKey(result, "kp_ada");
    const { key } = result.current;
    rerender({ ...signedIn(), isLoading: true });
    await act(async () => {});
    expect(result.current).toMatchObject({ key, isPending: false });
  });

  it("while Kinde loads, returns a pending token source", async () => {
    const controller = new AbortController();
    const { result } = render({ isLoading: true, user: undefined });
    const waiting = result.current.getToken(requestOf({ signal: controller.signal }));
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
    const late = result.current.getToken(requestOf({ signal: AbortSignal.abort(new Error("aborted before")) }));
    await expect(late).rejects.toThrow("aborted before");
  });

  it("useKindeTokenSource() throws an error that lists the properties that its argument lacks", () => {
    expect(() => renderHook(() => useKindeTokenSource({} as KindeAuth))).toThrow(
      "useKindeTokenSource() was given an object without getAccessToken, refreshToken.",
    );
  });
});
