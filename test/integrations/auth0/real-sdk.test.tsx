import { act } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { explanationOf } from "../explanation-of.ts";
import { API, startAuth0 } from "./start-auth0.tsx";

const ADA = { sub: "auth0|ada", org_id: "org_1" };

beforeEach(() => {
  sessionStorage.clear();
  window.history.replaceState({}, "", "/");
});

async function showsUnreadableToken(kind: string, token: string) {
  const tenant = await startAuth0({ accessToken: async () => token });
  await tenant.signInByRedirect(ADA);
  const app = tenant.render();
  expect(await app.untilError()).toMatchObject({
    code: "configuration",
    message: `Auth0's access token is ${kind}: only its issuer can read it.`,
    remedy: 'Set an audience on Auth0Provider, or send the ID token: { token: "id" }.',
  });
  expect(app.exchanges).toEqual([]);
}

describe("auth0", () => {
  it("sign-in: a redirect opens a workspace, and a refresh renews Auth0's token and the workspace token", async () => {
    const tenant = await startAuth0({ audience: API });
    await tenant.signInByRedirect(ADA);
    const app = tenant.render();
    const workspaceId = "org_1:auth0|ada";
    expect(await app.untilWorkspace()).toEqual({ userId: "auth0|ada", workspaceId });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "auth0|ada", workspaceId } });
    await app.refresh();
    expect(tenant.grants).toEqual(["authorization_code", "refresh_token"]);
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("sign-in: Auth0's ID token opens the user's workspace if the option `token` is `id`", async () => {
    const tenant = await startAuth0({ source: { token: "id" }, accessToken: async () => "opaque-access-token" });
    await tenant.signInByRedirect({ sub: "google-oauth2|113" });
    const app = tenant.render();
    await app.untilWorkspace("google-oauth2|113");
    expect(await app.callApi()).toMatchObject({ status: 200, caller: { userId: "google-oauth2|113" } });
  });

  it("switch: the app opens another workspace if the organization or the user in Auth0 changes", async () => {
    const tenant = await startAuth0({ audience: API });
    await tenant.signInByRedirect(ADA);
    const app = tenant.render();
    await app.untilWorkspace("org_1:auth0|ada");
    await tenant.signInByPopup({ ...ADA, org_id: "org_2" }, "org_2");
    await app.untilWorkspace("org_2:auth0|ada");
    await tenant.signInByPopup({ sub: "auth0|bob" });
    await app.untilWorkspace("auth0|bob");
    expect(await app.callApi()).toMatchObject({ caller: { userId: "auth0|bob", workspaceId: "auth0|bob" } });
  });

  it("sign-out: signing out of Auth0 drops the workspace token", async () => {
    const tenant = await startAuth0({ audience: API });
    await tenant.signInByRedirect(ADA);
    const app = tenant.render();
    await app.untilWorkspace();
    await act(() => tenant.auth0().logout({ openUrl: false }));
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("sign-out: an expired refresh token of Auth0 requires a new login", async () => {
    const tenant = await startAuth0({ audience: API });
    await tenant.signInByRedirect(ADA);
    const app = tenant.render();
    await app.untilWorkspace();
    tenant.state.refreshAnswer = {
      status: 403,
      body: { error: "invalid_grant", error_description: "Unknown or invalid refresh token." },
    };
    await app.refresh();
    await app.untilSignedOut();
  });

  it("failure: an opaque access token, issued without an audience, causes an error and is never sent", () =>
    showsUnreadableToken("opaque", "kJ3nq8yV0xHqQm1cT5o2aZ7rB4dLw9sE"));

  it("failure: an encrypted access token, issued without an audience, causes an error and is never sent", () =>
    showsUnreadableToken("encrypted (JWE)", "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn"));

  it("failure: an issuer without its trailing slash is rejected, and the explanation names the slash", async () => {
    const tenant = await startAuth0({
      audience: API,
      accessToken: (account) => tenant.provider.sign({ ...account, iss: "https://tenant.eu.auth0.com" }),
    });
    await tenant.signInByRedirect(ADA);
    const app = tenant.render();
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    expect(app.exchanges).toMatchObject([{ status: 403 }]);
    expect(await explanationOf(app.exchanges[0]?.token ?? "")).toContain("in a trailing slash");
  });

  it("failure: a token for another audience is rejected, and the explanation names that audience", async () => {
    const tenant = await startAuth0({
      audience: API,
      accessToken: (account) => tenant.provider.sign({ ...account, aud: ["https://other.example.com"] }),
    });
    await tenant.signInByRedirect(ADA);
    const app = tenant.render();
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    expect(await explanationOf(app.exchanges[0]?.token ?? "")).toContain("https://other.example.com");
  });

  it("failure: a missing refresh token causes `interaction_required`, whose `cause` is Auth0's error", async () => {
    const tenant = await startAuth0({ audience: API, source: { audience: "https://another-api.example.com" } });
    await tenant.signInByRedirect(ADA);
    const app = tenant.render();
    const error = await app.untilError();
    expect(error).toMatchObject({ code: "interaction_required", remedy: expect.stringContaining("loginWithPopup()") });
    expect(error.cause).toMatchObject({ error: "missing_refresh_token" });
  });
});
