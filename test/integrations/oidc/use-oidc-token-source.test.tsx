import { renderHook } from "@testing-library/react";
import { ErrorResponse } from "oidc-client-ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type OidcAuth, type OidcUser, useOidcTokenSource } from "../../../src/integrations/oidc.ts";
import { requestOf } from "../token-request.ts";

interface AppUser extends OidcUser {
  profile: { sub: string; exp: number; org: string };
}
const userWith = (secondsLeft: number, overrides: Partial<AppUser["profile"]> = {}): AppUser => ({
  id_token: `id.token.${secondsLeft}`,
  profile: { sub: "ada", org: "one", exp: Date.now() / 1000 + secondsLeft, ...overrides },
});
const signinSilent = vi.fn(async (): Promise<AppUser | null> => userWith(3600));
const render = (auth: Partial<OidcAuth<AppUser>>) =>
  renderHook(
    (props: Partial<OidcAuth<AppUser>>) =>
      useOidcTokenSource({ isLoading: false, signinSilent, ...props }, { organization: ({ profile }) => profile.org }),
    { initialProps: auth },
  );

afterEach(() => signinSilent.mockClear());

describe("useOidcTokenSource", () => {
  it("gives the ID token at hand while it lasts", async () => {
    expect(await render({ user: userWith(600) }).result.current.getToken(requestOf())).toBe("id.token.600");
    expect(signinSilent).not.toHaveBeenCalled();
  });

  it("renews an ID token that is about to expire, and any when it is forced", async () => {
    expect(await render({ user: userWith(20) }).result.current.getToken(requestOf())).toBe("id.token.3600");
    const forced = render({ user: userWith(600) }).result.current.getToken(requestOf({ forceRefresh: true }));
    expect(await forced).toBe("id.token.3600");
  });

  it("is signed out when the provider asks for a login, and when nobody is there", async () => {
    signinSilent.mockRejectedValueOnce(new ErrorResponse({ error: "login_required" }));
    expect(await render({ user: userWith(1) }).result.current.getToken(requestOf())).toBe(null);
    expect(await render({ user: null }).result.current.getToken(requestOf())).toBe(null);
  });

  it("passes other failures of the renewal on", async () => {
    signinSilent.mockRejectedValueOnce(new Error("frame timed out"));
    await expect(render({ user: userWith(1) }).result.current.getToken(requestOf())).rejects.toThrow("frame timed out");
  });

  it("names the missing scope when there is no ID token", async () => {
    const { result } = render({ user: { profile: userWith(600).profile } });
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      remedy: expect.stringContaining("openid"),
    });
  });

  it("changes its key with user and organization, and keeps the source for a renewed token", () => {
    const { result, rerender } = render({ user: userWith(600) });
    const first = result.current;
    rerender({ user: userWith(900) });
    expect(result.current).toBe(first);
    rerender({ user: userWith(900, { org: "two" }) });
    expect(result.current.key).not.toBe(first.key);
  });
});
