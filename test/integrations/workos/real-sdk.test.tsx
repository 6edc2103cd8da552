import { act, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { explanationOf } from "../explanation-of.ts";
import { providerOf } from "../support/provider-of.ts";
import { returnToTheApp, start, startWorkOS } from "./start-workos.tsx";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe("workos", () => {
  it("failure: without a session, the user is signed out, and no token is exchanged", async () => {
    await startWorkOS();
    const { app } = start();
    await app.untilSignedOut();
    expect(app.exchanges).toEqual([]);
  });

  it("sign-in: the access token of a returning WorkOS user opens a workspace", async () => {
    returnToTheApp();
    await startWorkOS();
    const { app } = start();
    expect(await app.untilWorkspace()).toEqual({ userId: "user_1", workspaceId: "user_1" });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "user_1", workspaceId: "user_1" } });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("switch: the app opens another workspace if the user switches to another WorkOS organization", async () => {
    returnToTheApp();
    await startWorkOS();
    const { app, authKit } = start();
    await app.untilWorkspace("user_1");
    await act(() => authKit().switchToOrganization({ organizationId: "org_2" }));
    expect(await app.untilWorkspace("org_2:user_1")).toEqual({ userId: "user_1", workspaceId: "org_2:user_1" });
  });

  it("switch: if another user signs in to WorkOS in another tab, the app switches to that user", async () => {
    returnToTheApp();
    const state = await startWorkOS();
    const { app, authKit } = start();
    await app.untilWorkspace("user_1");
    state.user = "user_2";
    await act(async () => void (await authKit().getAccessToken({ forceRefresh: true })));
    expect(await app.untilWorkspace("user_2")).toEqual({ userId: "user_2", workspaceId: "user_2" });
  });

  it("sign-out: signing out of WorkOS drops the workspace token", async () => {
    returnToTheApp();
    await startWorkOS();
    const { app, authKit } = start();
    await app.untilWorkspace();
    await authKit().signOut({ navigate: false });
    await app.refresh().catch(() => {});
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: a session that WorkOS revoked signs the user out", async () => {
    returnToTheApp();
    const state = await startWorkOS();
    const { app, authKit } = start();
    await app.untilWorkspace();
    state.status = 400;
    await authKit()
      .getAccessToken({ forceRefresh: true })
      .catch(() => {});
    await app.refresh().catch(() => {});
    await app.untilSignedOut();
  });

  it("failure: during an outage of WorkOS, the user stays signed in", async () => {
    returnToTheApp();
    const state = await startWorkOS();
    const { app } = start();
    await app.untilWorkspace();
    state.status = 503;
    await app.refresh().catch(() => {});
    await waitFor(() => expect(app.shown().status).toBe("authenticated"));
  });

  it("failure: a rule rejects another WorkOS client's token, and the explanation names both clients", async () => {
    returnToTheApp();
    const issuer = "https://api.workos.com/user_management/client_02OTHER";
    await startWorkOS({ claims: { iss: issuer } });
    const { app } = start();
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    const explanation = await explanationOf(app.exchanges[0]?.token ?? "");
    expect(explanation).toContain(issuer);
    expect(explanation).toContain(providerOf("workos").issuer);
  });
});
