import { act } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { explanationOf } from "../explanation-of.ts";
import { auth, CLIENT, DOMAIN, kinde, open, signIn, visitKinde } from "./start-kinde.tsx";

describe("kinde", () => {
  it("sign-in: a Kinde sign-in opens the user's workspace, and a refresh exchanges a new token", async () => {
    const app = await signIn();
    const workspaceId = "org_1:kp_ada";
    expect(await app.untilWorkspace()).toEqual({ userId: "kp_ada", workspaceId });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "kp_ada", workspaceId } });
    await app.refresh();
    expect(kinde.grants).toEqual(["authorization_code", "refresh_token"]);
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("sign-in: Kinde's ID token opens a workspace if the app has no API", async () => {
    kinde.account = { sub: "kp_ada" };
    kinde.claims = { aud: [] };
    const app = await signIn({ token: "id" });
    await app.untilWorkspace("kp_ada");
    expect(await app.callApi()).toMatchObject({ status: 200, caller: { userId: "kp_ada" } });
  });

  it("failure: a rule that needs a current organization rejects Kinde's ID token, which has none", async () => {
    const app = await signIn({ token: "id" });
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
  });

  it("switch: the app opens another workspace if the organization or the user in Kinde changes", async () => {
    const first = await signIn();
    await first.untilWorkspace("org_1:kp_ada");
    kinde.account = { sub: "kp_ada", org_code: "org_2" };
    localStorage.removeItem("state0");
    await visitKinde(first, () => auth.switchOrg("org_2"));
    const second = open();
    await second.untilWorkspace("org_2:kp_ada");
    // The renewal returns another user's token, as it does after that user's login in another window.
    kinde.account = { sub: "kp_bob", org_code: "org_1" };
    await act(async () => {
      await auth.refreshToken({ domain: DOMAIN, clientId: CLIENT });
    });
    await second.untilWorkspace("org_1:kp_bob");
    expect(await second.callApi()).toMatchObject({ caller: { userId: "kp_bob" } });
  });

  it("sign-out: the end of the Kinde session drops the workspace token", async () => {
    const app = await signIn();
    await app.untilWorkspace();
    await act(() => auth.logout());
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: the app does not exchange a token without an audience, and the error suggests an audience", async () => {
    kinde.claims = { aud: [] };
    const app = await signIn();
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: "Kinde's access token has no audience.",
      remedy: 'Set an audience on KindeProvider, or send the ID token: { token: "id" }.',
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: an expired session that Kinde does not renew causes an error that asks for a sign-in", async () => {
    kinde.expiresIn = 2;
    kinde.refuses = true;
    const app = await signIn();
    const error = await app.untilError();
    expect(error).toMatchObject({
      code: "source_failed",
      message: "Kinde did not renew the session.",
      remedy: expect.stringContaining("sign the user in again"),
    });
    expect(error.cause).toMatchObject({ message: "Failed to refresh token" });
  });

  it("failure: a kinde.com rule rejects a custom domain's token, and the explanation names that domain", async () => {
    kinde.claims = { iss: "https://auth.acme.example" };
    const app = await signIn();
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    expect(await explanationOf(app.exchanges[0]?.token ?? "")).toContain("https://auth.acme.example");
  });
});
