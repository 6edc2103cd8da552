import { renderHook } from "@testing-library/react";
import { ErrorResponse, ErrorTimeout } from "oidc-client-ts";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type OidcAuth, type OidcUser, useOidcTokenSource } from "../../../src/integrations/oidc.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const START = Math.floor(Date.now() / 1000);

interface AppUser extends OidcUser {
  profile: { sub: string; exp: number; org: string };
}
const userWith = (secondsLeft: number, overrides: Partial<AppUser["profile"]> = {}): AppUser => {
  const profile = { sub: "ada", org: "one", exp: START + secondsLeft, ...overrides };
  return { id_token: jwtOf(profile), profile };
};
const signinSilent = vi.fn(async (): Promise<AppUser | null> => userWith(3600));
const render = (auth: Partial<OidcAuth<AppUser>>) =>
  renderHook(
    (props: Partial<OidcAuth<AppUser>>) =>
      useOidcTokenSource({ isLoading: false, signinSilent, ...props }, { organization: ({ profile }) => profile.org }),
    { initialProps: auth },
  );

/**
 * Makes a renewal fail as in react-oidc-context: `signinSilent` resolves to null, and the next render contains the
 * error. Returns the result of `getToken()`.
 * @param newer the user in the next render. Default: the user of the first render
 */
async function failWith(innerError: Error, newer?: AppUser) {
  const user = userWith(1);
  const { result, rerender } = render({ user });
  signinSilent.mockResolvedValueOnce(null);
  const given = result.current.getToken(requestOf());
  rerender({ user: newer ?? user, error: { source: "signinSilent", innerError } });
  return given;
}

beforeEach(() => signinSilent.mockReset().mockImplementation(async () => userWith(3600)));

describe("useOidcTokenSource", () => {
  it("returns the provider's current ID token while it is valid", async () => {
    expect(await render({ user: userWith(600) }).result.current.getToken(requestOf())).toBe(userWith(600).id_token);
    expect(signinSilent).not.toHaveBeenCalled();
  });

  it("renews the provider's ID token near its expiry and for a forced refresh", async () => {
    expect(await render({ user: userWith(20) }).result.current.getToken(requestOf())).toBe(userWith(3600).id_token);
    const forced = render({ user: userWith(600) }).result.current.getToken(requestOf({ forceRefresh: true }));
    expect(await forced).toBe(userWith(3600).id_token);
  });

  it.each(["login_required", "invalid_grant"])(
    "reports a sign-out if the OpenID provider returns %s",
    async (error) => {
      await expect(failWith(new ErrorResponse({ error }))).rejects.toMatchObject({ code: "signed_out" });
    },
  );

  it("reports a sign-out if the OIDC SDK has no user", async () => {
    expect(await render({ user: null }).result.current.getToken(requestOf())).toBe(null);
  });

  it.each(["consent_required", "interaction_required", "account_selection_required"])(
    "F74 reports `interaction_required` if the OpenID provider returns %s",
    async (error) => {
      await expect(failWith(new ErrorResponse({ error }))).rejects.toMatchObject({
        code: "interaction_required",
        remedy: "Sign the user in again with signinPopup() or signinRedirect().",
      });
    },
  );

  it.each([
    new ErrorTimeout("IFrame timed out without a response"),
    new TypeError("Failed to fetch"),
    new Error("Invalid response Content-Type: text/html"),
    new ErrorResponse({ error: "temporarily_unavailable" }),
  ])("F67 rethrows the OIDC SDK's error unchanged: %s", async (failure) => {
    await expect(failWith(failure)).rejects.toBe(failure);
  });

  it("F69 if the provider rejects the hook's renewal, returns the ID token of the SDK's parallel renewal", async () => {
    const newer = userWith(1800);
    expect(await failWith(new ErrorResponse({ error: "invalid_grant" }), newer)).toBe(newer.id_token);
  });

  describe("useOidcTokenSource() with automaticSilentRenew", () => {
    const settings = { automaticSilentRenew: true, accessTokenExpiringNotificationTimeInSeconds: 60 };
    const expiring = { ...userWith(20), expires_in: 45 };

    it("F70 after the page load, waits for the SDK to renew a session that is close to its expiry", async () => {
      const { result, rerender } = render({ user: expiring, settings });
      const given = result.current.getToken(requestOf());
      rerender({ user: userWith(1800), settings });
      expect(await given).toBe(userWith(1800).id_token);
      expect(signinSilent).not.toHaveBeenCalled();
    });

    it("F70 if the SDK's renewal fails, rethrows the error, and renews the session at the next call", async () => {
      const innerError = new TypeError("Failed to fetch");
      const user = { ...expiring };
      const { result, rerender } = render({ user, settings });
      const given = result.current.getToken(requestOf());
      rerender({ user, settings, error: { source: "renewSilent", innerError } });
      await expect(given).rejects.toBe(innerError);
      expect(signinSilent).not.toHaveBeenCalled();
      expect(await result.current.getToken(requestOf())).toBe(userWith(3600).id_token);
    });

    it("F67 F69 if the SDK's renewal and then the hook's fail, the next call renews instead of waiting", async () => {
      const innerError = new TypeError("Failed to fetch");
      const user = { ...expiring };
      const { result, rerender } = render({ user, settings, error: { source: "renewSilent", innerError } });
      signinSilent.mockResolvedValueOnce(null);
      const given = result.current.getToken(requestOf());
      rerender({ user, settings, error: { source: "signinSilent", innerError } });
      await expect(given).rejects.toBe(innerError);
      expect(await result.current.getToken(requestOf())).toBe(userWith(3600).id_token);
    });

    it("F69 if the hook's renewal fails before the SDK's is due, the next call waits for the SDK", async () => {
      const innerError = new TypeError("Failed to fetch");
      const user = { ...expiring, expires_in: 61 };
      const { result, rerender } = render({ user, settings });
      signinSilent.mockResolvedValueOnce(null);
      const failed = result.current.getToken(requestOf());
      rerender({ user, settings, error: { source: "signinSilent", innerError } });
      await expect(failed).rejects.toBe(innerError);
      user.expires_in = 60;
      const given = result.current.getToken(requestOf());
      rerender({ user: userWith(1800), settings });
      expect(await given).toBe(userWith(1800).id_token);
      expect(signinSilent).toHaveBeenCalledOnce();
    });

    it.each([61, 0, -5, undefined])(
      "the hook renews the session if the user's `expires_in` is %s",
      async (expires_in) => {
        const { result } = render({
          user: { ...userWith(20), ...(expires_in !== undefined && { expires_in }) },
          settings,
        });
        expect(await result.current.getToken(requestOf())).toBe(userWith(3600).id_token);
      },
    );

    it("stops waiting for the SDK's renewal if the call is aborted", async () => {
      const controller = new AbortController();
      const { result } = render({ user: expiring, settings });
      const given = result.current.getToken(requestOf({ signal: controller.signal }));
      controller.abort(new Error("source_timeout"));
      await expect(given).rejects.toThrow("source_timeout");
    });
  });

  it("F73 if a renewal returns no new ID token, the error suggests removing the scope `offline_access`", async () => {
    signinSilent.mockResolvedValueOnce(userWith(10));
    await expect(render({ user: userWith(10) }).result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      message: "The OpenID provider returned no ID token.",
      remedy: expect.stringContaining("offline_access"),
    });
    expect(signinSilent).toHaveBeenCalledOnce();
  });

  it("F72 if the provider's session cookie belongs to another user, rejects that user's token", async () => {
    signinSilent.mockResolvedValueOnce(userWith(3600, { sub: "grace" }));
    const controller = new AbortController();
    const { result } = render({ user: userWith(1) });
    const given = result.current.getToken(requestOf({ signal: controller.signal }));
    await vi.waitFor(() => expect(signinSilent).toHaveBeenCalled());
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("if the user of the OIDC SDK has no ID token, the error suggests the scope `openid`", async () => {
    const { result } = render({ user: { profile: userWith(600).profile } });
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      remedy: expect.stringContaining("openid"),
    });
  });

  it("the organization determines the source's `key`, and the ID token determines the source's `session`", () => {
    const { result, rerender } = render({ user: userWith(600) });
    const first = result.current;
    rerender({ user: userWith(900) });
    expect(result.current.key).toBe(first.key);
    expect(result.current.session).not.toBe(first.session);
    rerender({ user: userWith(900, { org: "two" }) });
    expect(result.current.key).not.toBe(first.key);
  });
});
