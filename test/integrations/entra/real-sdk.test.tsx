import { beforeEach, describe, expect, it, vi } from "vitest";
import { explanationOf } from "../explanation-of.ts";
import { clientId, ownScope, start, startEntra, tenantId } from "./start-entra.tsx";

beforeEach(() => sessionStorage.clear());

describe("entra", () => {
  it("sign-in: Entra's ID token opens the user's workspace in the Entra tenant", async () => {
    const { instance, enter } = await startEntra();
    const { app } = start(instance, await enter("oid-ada"));
    expect(await app.untilWorkspace()).toEqual({ userId: "oid-ada", workspaceId: `${tenantId}:oid-ada` });
    const caller = { userId: "oid-ada", workspaceId: `${tenantId}:oid-ada` };
    expect(await app.callApi()).toEqual({ status: 200, caller });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("sign-in: an Entra access token for the app's own API opens a workspace", async () => {
    const { instance, enter } = await startEntra();
    const { app } = start(instance, await enter("oid-ada"), { scopes: [ownScope] });
    expect((await app.untilWorkspace()).userId).toBe("oid-ada");
  });

  it("switch: if the app passes another Entra account to the hook, the workspace of that account opens", async () => {
    const { instance, enter } = await startEntra();
    const { app, choose } = start(instance, await enter("oid-ada"));
    await app.untilWorkspace(`${tenantId}:oid-ada`);
    choose(await enter("oid-grace"));
    expect((await app.untilWorkspace(`${tenantId}:oid-grace`)).userId).toBe("oid-grace");
  });

  it("sign-out: signing out of Entra drops the workspace token", async () => {
    const { instance, enter } = await startEntra();
    const { app, choose } = start(instance, await enter("oid-ada"));
    await app.untilWorkspace();
    choose(null);
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: the app does not exchange a token for Microsoft Graph, and the error names Graph", async () => {
    const { instance, enter } = await startEntra({ aud: "00000003-0000-0000-c000-000000000000" });
    const { app } = start(instance, await enter("oid-ada"), { scopes: [ownScope] });
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: expect.stringContaining("Microsoft Graph"),
      remedy: expect.stringContaining("your own API"),
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: the authority rejects a version 1 token of Entra, and the explanation names the issuer", async () => {
    const iss = `https://sts.windows.net/${tenantId}/`;
    const { instance, enter } = await startEntra({ iss, aud: `api://${clientId}`, ver: "1.0" });
    const { app } = start(instance, await enter("oid-ada"), { scopes: [ownScope] });
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    expect(await explanationOf(app.exchanges[0]?.token ?? "")).toContain(iss);
  });

  it("failure: if Entra requires interaction, the hook calls a callback and suggests acquireTokenPopup()", async () => {
    const { instance, enter, state } = await startEntra();
    const onInteractionRequired = vi.fn();
    state.error = "interaction_required";
    const { app } = start(instance, await enter("oid-ada", 20), { onInteractionRequired });
    expect(await app.untilError()).toMatchObject({
      code: "interaction_required",
      remedy: "Sign the user in again with acquireTokenPopup().",
    });
    expect(onInteractionRequired).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ name: "InteractionRequiredAuthError" }),
    );
    expect(app.exchanges).toEqual([]);
  });

  it("sign-in: if the ID token in MSAL's cache expires soon, the hook renews it before the exchange", async () => {
    const { instance, enter } = await startEntra();
    const account = await enter("oid-ada", 20);
    const { idToken } = await instance.acquireTokenSilent({ account, scopes: ["openid"] });
    const { app } = start(instance, account);
    await app.untilWorkspace();
    expect(app.exchanges[0]?.token).not.toBe(idToken);
  });
});
