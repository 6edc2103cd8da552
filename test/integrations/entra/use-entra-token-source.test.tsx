import { renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type EntraAccount,
  type EntraAuth,
  type EntraTokenSourceOptions,
  useEntraTokenSource,
} from "../../../src/integrations/entra.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const account = { homeAccountId: "oid-1.tid-1", tenantId: "tid-1" };
const expiring = (seconds: number) => jwtOf({ exp: Date.now() / 1000 + seconds });
const scopes = ["api://app/access"];
const accessToken = jwtOf({ aud: "app" });
const acquireTokenSilent = vi.fn(async (_request: object) => ({ idToken: expiring(3600), accessToken }));
const render = (auth: Partial<EntraAuth<EntraAccount>> = {}, options: EntraTokenSourceOptions = {}) =>
  renderHook(
    (props: Partial<EntraAuth<EntraAccount>>) =>
      useEntraTokenSource({ instance: { acquireTokenSilent }, account, ...props }, options),
    { initialProps: auth },
  );
const interaction = (errorCode: string) =>
  Object.assign(new Error("AADSTS50076"), { name: "InteractionRequiredAuthError", errorCode });

afterEach(() => vi.clearAllMocks());

describe("useEntraTokenSource", () => {
  it("returns Entra's ID token, and a forced refresh skips MSAL's cache", async () => {
    const { result } = render();
    expect(await result.current.getToken(requestOf())).not.toBe(accessToken);
    expect(acquireTokenSilent).toHaveBeenLastCalledWith({ scopes: ["openid"], account, forceRefresh: false });
    await result.current.getToken(requestOf({ forceRefresh: true }));
    expect(acquireTokenSilent).toHaveBeenLastCalledWith({ scopes: ["openid"], account, forceRefresh: true });
    expect(acquireTokenSilent).toHaveBeenCalledTimes(2);
  });

  it("renews an ID token that expires soon, although MSAL's cache still contains the ID token", async () => {
    const fresh = expiring(3600);
    acquireTokenSilent.mockResolvedValueOnce({ idToken: expiring(20), accessToken });
    acquireTokenSilent.mockResolvedValueOnce({ idToken: fresh, accessToken });
    expect(await render().result.current.getToken(requestOf())).toBe(fresh);
    expect(acquireTokenSilent).toHaveBeenLastCalledWith({ scopes: ["openid"], account, forceRefresh: true });
  });

  it("returns an access token for the scopes of the app's own API", async () => {
    expect(await render({}, { scopes }).result.current.getToken(requestOf())).toBe(accessToken);
    expect(acquireTokenSilent).toHaveBeenLastCalledWith({ scopes, account, forceRefresh: false });
  });

  it.each([
    ["of version 1", jwtOf({ aud: "https://graph.microsoft.com" }), "Microsoft Graph's token is opaque"],
    ["of version 2", jwtOf({ aud: "00000003-0000-0000-c000-000000000000" }), "Microsoft Graph's token is opaque"],
    ["of a personal account", "EwBwA8l6BAAU", "Entra's access token is opaque"],
  ])("rejects an access token if it is a Microsoft Graph token %s", async (_case, given, message) => {
    acquireTokenSilent.mockResolvedValueOnce({ idToken: "", accessToken: given });
    await expect(render({}, { scopes }).result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining(message),
      remedy: expect.stringContaining("your own API"),
    });
  });

  it("the key of the token source changes only if the account, tenant or scopes change", () => {
    const { result, rerender } = render();
    const first = result.current;
    rerender({ account: { ...account } });
    expect(result.current).toBe(first);
    rerender({ account: { ...account, tenantId: "tid-2" } });
    expect(result.current.key).not.toBe(first.key);
    rerender({ account: { ...account, homeAccountId: "oid-2.tid-1" } });
    expect(result.current.key).not.toBe(first.key);
  });

  it("returns a pending token source until MSAL has looked for an account", async () => {
    const { result, rerender } = render({ account: null, inProgress: "startup" });
    expect(result.current.key).toBe("loading");
    rerender({ account: null, inProgress: "none" });
    expect(await result.current.getToken(requestOf())).toBe(null);
    rerender({ inProgress: "startup" });
    expect(result.current.key).toBe("loading");
    rerender({ inProgress: "acquireToken" });
    expect(result.current.key).toContain("oid-1");
  });

  it("reports a sign-out if Entra requires a login, and calls onInteractionRequired", async () => {
    const onInteractionRequired = vi.fn();
    const failure = interaction("login_required");
    acquireTokenSilent.mockRejectedValueOnce(failure);
    const { result } = render({}, { onInteractionRequired });
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({ code: "signed_out", cause: failure });
    expect(onInteractionRequired).toHaveBeenCalledExactlyOnceWith(failure);
  });

  it("F74 reports `interaction_required`, and the source's `session` changes after MSAL's interaction", async () => {
    const onInteractionRequired = vi.fn();
    const failure = interaction("interaction_required");
    const { result, rerender } = render({ inProgress: "none" }, { onInteractionRequired });
    acquireTokenSilent.mockRejectedValueOnce(failure);
    const { key, session } = result.current;
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "interaction_required",
      retryable: false,
      remedy: expect.stringContaining("acquireTokenPopup()"),
      cause: failure,
    });
    expect(onInteractionRequired).toHaveBeenCalledExactlyOnceWith(failure);
    rerender({ inProgress: "acquireToken" });
    expect(result.current).toMatchObject({ key, session });
    rerender({ inProgress: "none" });
    expect(result.current.key).toBe(key);
    expect(result.current.session).not.toBe(session);
  });

  it("a closed popup prevents calls of onInteractionRequired until a retry, a token or an account switch", async () => {
    const onInteractionRequired = vi.fn();
    const { result, rerender } = render({ inProgress: "none" }, { onInteractionRequired });
    const fail = async () => {
      acquireTokenSilent.mockRejectedValueOnce(interaction("interaction_required"));
      await expect(result.current.getToken(requestOf())).rejects.toMatchObject({ code: "interaction_required" });
      return onInteractionRequired.mock.calls.length;
    };
    const closePopup = (auth: Partial<EntraAuth<EntraAccount>> = {}) => {
      rerender({ inProgress: "acquireToken" });
      rerender({ inProgress: "none", ...auth });
    };
    expect(await fail()).toBe(1);
    closePopup();
    expect(await fail()).toBe(1);
    expect(await fail()).toBe(2);
    closePopup();
    expect(await fail()).toBe(2);
    closePopup();
    await result.current.getToken(requestOf());
    expect(await fail()).toBe(3);
    closePopup({ account: { ...account, homeAccountId: "oid-2.tid-1" } });
    expect(await fail()).toBe(4);
  });

  it("rethrows an MSAL error that requires no interaction", async () => {
    const failure = new Error("network_error");
    acquireTokenSilent.mockRejectedValueOnce(failure);
    await expect(render().result.current.getToken(requestOf())).rejects.toBe(failure);
  });

  it("useEntraTokenSource() throws an error that lists the properties that its argument lacks", () => {
    expect(() => render({ instance: {} as never })).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("acquireTokenSilent") }),
    );
    expect(() => render({ account: undefined as never })).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("account") }),
    );
  });
});
