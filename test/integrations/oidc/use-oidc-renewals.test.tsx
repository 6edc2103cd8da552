import { renderHook } from "@testing-library/react";
import { ErrorResponse } from "oidc-client-ts";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../../src/core/errors.ts";
import { type OidcAuth, type OidcUser, useOidcTokenSource } from "../../../src/integrations/oidc.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const START = Math.floor(Date.now() / 1000);

interface SdkUser extends OidcUser {
  expires_in?: number;
}
const userWith = (secondsLeft: number): SdkUser => {
  const profile = { sub: "ada", exp: START + secondsLeft };
  return { id_token: jwtOf(profile), profile, expires_in: secondsLeft };
};
const forced = requestOf({ forceRefresh: true });
const renewed = userWith(3600);

let signinSilent: ReturnType<typeof vi.fn<() => Promise<SdkUser | null>>>;
let finishCall: (user: SdkUser | null) => void;
beforeEach(() => {
  signinSilent = vi.fn(() => new Promise((resolve) => (finishCall = resolve)));
});

const render = (auth: Partial<OidcAuth<SdkUser>>) =>
  renderHook((props: Partial<OidcAuth<SdkUser>>) => useOidcTokenSource({ isLoading: false, signinSilent, ...props }), {
    initialProps: auth,
  });

describe("useOidcTokenSource() after a sleep with automaticSilentRenew", () => {
  const settings = { automaticSilentRenew: true, accessTokenExpiringNotificationTimeInSeconds: 60 };

  /** Renders the hook with a valid access token, which then expires, as while the machine sleeps. */
  function sleep() {
    const user = userWith(600);
    const hook = render({ user, settings });
    user.expires_in = -100;
    return { ...hook, user };
  }

  it("F69 F70 if the access token expires while the machine sleeps, waits for the SDK's timer", async () => {
    const { result, rerender } = sleep();
    const given = result.current.getToken(forced);
    rerender({ user: renewed, settings });
    expect(await given).toBe(renewed.id_token);
    expect(signinSilent).not.toHaveBeenCalled();
  });

  it("F70 if the SDK does not renew the session within the time limit, renews it at the next call", async () => {
    const { result } = sleep();
    const controller = new AbortController();
    const given = result.current.getToken(requestOf({ forceRefresh: true, signal: controller.signal }));
    controller.abort(new AssistantCloudAuthError("source_timeout", "No token came within 10000 ms."));
    await expect(given).rejects.toMatchObject({ code: "source_timeout" });
    const next = result.current.getToken(forced);
    finishCall(renewed);
    expect(await next).toBe(renewed.id_token);
  });

  it("F69 if the provider remounts while the hook waits for the SDK's timer, the next call waits too", async () => {
    const { result, rerender } = sleep();
    const controller = new AbortController();
    const given = result.current.getToken(requestOf({ forceRefresh: true, signal: controller.signal }));
    controller.abort(new AssistantCloudAuthError("superseded", "The provider was unmounted."));
    await expect(given).rejects.toMatchObject({ code: "superseded" });
    const next = result.current.getToken(forced);
    rerender({ user: renewed, settings });
    expect(await next).toBe(renewed.id_token);
    expect(signinSilent).not.toHaveBeenCalled();
  });

  it("F70 if the access token had expired before the page load, renews the session without the SDK's timer", async () => {
    const { result } = render({ user: userWith(-100), settings });
    const given = result.current.getToken(forced);
    finishCall(renewed);
    expect(await given).toBe(renewed.id_token);
  });
});

describe("useOidcTokenSource() during another call of signinSilent()", () => {
  it("F69 two hooks, or a hook that remounts, share one call of signinSilent()", async () => {
    const user = userWith(600);
    const first = render({ user });
    const firstToken = first.result.current.getToken(forced);
    first.rerender({ user, activeNavigator: "signinSilent" });
    const second = render({ user, activeNavigator: "signinSilent" });
    const secondToken = second.result.current.getToken(forced);
    finishCall(renewed);
    expect(await Promise.all([firstToken, secondToken])).toEqual([renewed.id_token, renewed.id_token]);
    expect(signinSilent).toHaveBeenCalledOnce();
  });

  it("F69 after a shared call has ended, the next renewal calls signinSilent() again", async () => {
    const { result } = render({ user: userWith(600) });
    for (const count of [1, 2]) {
      const given = result.current.getToken(forced);
      finishCall(renewed);
      await given;
      expect(signinSilent).toHaveBeenCalledTimes(count);
    }
  });

  it("F69 waits for the app's own call of signinSilent() and returns its ID token", async () => {
    const user = userWith(600);
    const { result, rerender } = render({ user, activeNavigator: "signinSilent" });
    const given = result.current.getToken(forced);
    rerender({ user: renewed, activeNavigator: "signinSilent" });
    rerender({ user: renewed });
    expect(await given).toBe(renewed.id_token);
    expect(signinSilent).not.toHaveBeenCalled();
  });

  it("F67 if the app's own call of signinSilent() fails, handles the SDK's error", async () => {
    const user = userWith(600);
    const { result, rerender } = render({ user, activeNavigator: "signinSilent" });
    const given = result.current.getToken(forced);
    rerender({ user, error: { source: "signinSilent", innerError: new ErrorResponse({ error: "invalid_grant" }) } });
    await expect(given).rejects.toMatchObject({ code: "signed_out" });
    expect(signinSilent).not.toHaveBeenCalled();
  });

  it("F67 if the app's own call of signinSilent() returns nothing, rejects at once instead of at the time limit", async () => {
    const user = userWith(600);
    const { result, rerender } = render({ user, activeNavigator: "signinSilent" });
    const given = result.current.getToken(forced);
    rerender({ user });
    await expect(given).rejects.toBe(undefined);
  });

  it("does not wait for the app's popup", async () => {
    const { result } = render({ user: userWith(600), activeNavigator: "signinPopup" });
    const given = result.current.getToken(forced);
    finishCall(renewed);
    expect(await given).toBe(renewed.id_token);
  });
});
