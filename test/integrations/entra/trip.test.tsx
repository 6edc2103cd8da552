import { type AccountInfo, type Configuration, loadExternalTokens, PublicClientApplication } from "@azure/msal-browser";
import { MsalProvider, useMsal } from "@azure/msal-react";
import { act } from "@testing-library/react";
import { type EntraTokenSourceOptions, useEntraTokenSource } from "assistant-cloud-auth/entra";
import { type PropsWithChildren, useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { explanationOf } from "../explanation-of.ts";
import { renderApp } from "../support/render-app.tsx";
import { vendorOf } from "../support/vendor-of.ts";
import { vendors } from "../support/vendors.ts";

const { tenantId, clientId } = vendors.entra.input;
const authority = `https://login.microsoftonline.com/${tenantId}`;
const ownScope = `api://${clientId}/access`;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Entra, answering MSAL through its network client; a person's refresh token is their object id. */
async function startEntra(accessClaims: Record<string, unknown> = {}) {
  const state = { error: null as string | null };
  const tokensOf = async (oid: string, expiresInSeconds = 3600) => ({
    token_type: "Bearer" as const,
    scope: `openid profile ${ownScope}`,
    expires_in: 3600,
    ext_expires_in: 3600,
    id_token: await vendorOf("entra").sign(
      { oid, sub: `pairwise-${oid}`, preferred_username: oid },
      { expiresInSeconds },
    ),
    access_token: await vendorOf("entra").sign({ oid, scp: "access", ...accessClaims }),
    refresh_token: oid,
    client_info: encode({ uid: oid, utid: tenantId }),
  });
  const answer = <T,>(status: number, body: unknown) => ({ status, headers: {}, body: body as T });
  const config: Configuration = {
    auth: { clientId: String(clientId), authority },
    cache: { cacheLocation: "sessionStorage" },
    system: {
      loggerOptions: { loggerCallback: () => {} },
      networkClient: {
        sendGetRequestAsync: async <T,>(url: string) => answer<T>(404, { error: `Nothing is at ${url}` }),
        sendPostRequestAsync: async <T,>(_url: string, options?: { body?: string }) => {
          const { error } = state;
          if (error) return answer<T>(400, { error, error_description: "AADSTS50076: sign in again", suberror: "" });
          const oid = new URLSearchParams(options?.body).get("refresh_token") ?? "";
          return answer<T>(200, await tokensOf(oid));
        },
      },
    },
  };
  const instance = new PublicClientApplication(config);
  await instance.initialize();
  const enter = async (oid: string, idTokenSeconds?: number): Promise<AccountInfo> => {
    const tokens = await tokensOf(oid, idTokenSeconds);
    const request = { authority, scopes: ["openid", "profile", ownScope] };
    const { account } = await loadExternalTokens(config, request, tokens, { clientInfo: tokens.client_info });
    return account;
  };
  return { state, instance, enter };
}

let shared: PublicClientApplication | undefined;

function Providers({ children }: PropsWithChildren) {
  return shared && <MsalProvider instance={shared}>{children}</MsalProvider>;
}

/** What the page was rendered with. */
const page: {
  account: AccountInfo | null;
  options: EntraTokenSourceOptions;
  choose?: (account: AccountInfo | null) => void;
} = { account: null, options: {} };

function useSource() {
  const [account, setAccount] = useState(page.account);
  page.choose = setAccount;
  return useEntraTokenSource({ ...useMsal(), account }, page.options);
}

function start(instance: PublicClientApplication, account: AccountInfo | null, options: EntraTokenSourceOptions = {}) {
  shared = instance;
  Object.assign(page, { account, options });
  return {
    app: renderApp({ useSource, Providers }),
    choose: (next: AccountInfo | null) => act(() => page.choose?.(next)),
  };
}

beforeEach(() => sessionStorage.clear());

describe("entra", () => {
  it("trip: the ID token becomes a workspace token of the directory", async () => {
    const { instance, enter } = await startEntra();
    const { app } = start(instance, await enter("oid-ada"));
    expect(await app.untilWorkspace()).toEqual({ userId: "oid-ada", workspaceId: `${tenantId}:oid-ada` });
    const caller = { userId: "oid-ada", workspaceId: `${tenantId}:oid-ada` };
    expect(await app.callApi()).toEqual({ status: 200, caller });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("trip: an access token of the app's own API becomes a workspace token", async () => {
    const { instance, enter } = await startEntra();
    const { app } = start(instance, await enter("oid-ada"), { scopes: [ownScope] });
    expect((await app.untilWorkspace()).userId).toBe("oid-ada");
  });

  it("switch: another account takes the place of the first", async () => {
    const { instance, enter } = await startEntra();
    const { app, choose } = start(instance, await enter("oid-ada"));
    await app.untilWorkspace(`${tenantId}:oid-ada`);
    choose(await enter("oid-grace"));
    expect((await app.untilWorkspace(`${tenantId}:oid-grace`)).userId).toBe("oid-grace");
  });

  it("sign-out: the workspace token is gone", async () => {
    const { instance, enter } = await startEntra();
    const { app, choose } = start(instance, await enter("oid-ada"));
    await app.untilWorkspace();
    choose(null);
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: an access token for Microsoft Graph is named before anything is sent", async () => {
    const { instance, enter } = await startEntra({ aud: "00000003-0000-0000-c000-000000000000" });
    const { app } = start(instance, await enter("oid-ada"), { scopes: [ownScope] });
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: expect.stringContaining("Microsoft Graph"),
      remedy: expect.stringContaining("your own API"),
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: an access token of version 1 has another issuer, which is named", async () => {
    const iss = `https://sts.windows.net/${tenantId}/`;
    const { instance, enter } = await startEntra({ iss, aud: `api://${clientId}`, ver: "1.0" });
    const { app } = start(instance, await enter("oid-ada"), { scopes: [ownScope] });
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    expect(await explanationOf(app.exchanges[0]?.token ?? "")).toContain(iss);
  });

  it("failure: when Entra wants to see the user again nobody is signed in, and the app is told", async () => {
    const { instance, enter, state } = await startEntra();
    const onInteractionRequired = vi.fn();
    state.error = "interaction_required";
    const { app } = start(instance, await enter("oid-ada", 20), { onInteractionRequired });
    await app.untilSignedOut();
    expect(onInteractionRequired).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ name: "InteractionRequiredAuthError" }),
    );
    expect(app.exchanges).toEqual([]);
  });

  it("trip: an ID token that MSAL's cache holds to its end is renewed before it is sent", async () => {
    const { instance, enter } = await startEntra();
    const account = await enter("oid-ada", 20);
    const { idToken } = await instance.acquireTokenSilent({ account, scopes: ["openid"] });
    const { app } = start(instance, account);
    await app.untilWorkspace();
    expect(app.exchanges[0]?.token).not.toBe(idToken);
  });
});
