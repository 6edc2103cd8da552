import { type AccountInfo, type Configuration, loadExternalTokens, PublicClientApplication } from "@azure/msal-browser";
import { MsalProvider, useMsal } from "@azure/msal-react";
import { act } from "@testing-library/react";
import { type EntraTokenSourceOptions, useEntraTokenSource } from "assistant-cloud-auth/entra";
import { type PropsWithChildren, useState } from "react";
import { onTestFinished, vi } from "vitest";
import { providerFixtures } from "../support/provider-fixtures.ts";
import { providerOf } from "../support/provider-of.ts";
import { renderApp } from "../support/render-app.tsx";

export const { tenantId, clientId } = providerFixtures.entra.input;
const authority = `https://login.microsoftonline.com/${tenantId}`;
export const ownScope = `api://${clientId}/access`;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * Simulates `login.microsoftonline.com` for MSAL until the test ends. The refresh token of a user is the user's object
 * id.
 */
export async function startEntra(accessClaims: Record<string, unknown> = {}) {
  const state = {
    /** The error for a refresh token; null while the endpoint accepts every refresh token. */
    error: null as string | null,
    /** The object id in the session cookie of the login page. Null if no user is signed in there. */
    cookie: null as string | null,
  };
  /** The codes that the login page has issued. */
  const logins = new Map<string, { oid: string; nonce: string | null }>();
  const tokensOf = async (oid: string, expiresInSeconds = 3600, nonce: string | null = null) => ({
    token_type: "Bearer" as const,
    scope: `openid profile ${ownScope}`,
    expires_in: 3600,
    ext_expires_in: 3600,
    id_token: await providerOf("entra").sign(
      { oid, sub: `pairwise-${oid}`, preferred_username: oid, ...(nonce && { nonce }) },
      { expiresInSeconds },
    ),
    access_token: await providerOf("entra").sign({ oid, scp: "access", ...accessClaims }),
    refresh_token: oid,
    client_info: encode({ uid: oid, utid: tenantId }),
  });
  const outside = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const { href } = new URL(input instanceof Request ? input.url : input);
    if (!href.startsWith("https://login.microsoftonline.com/")) return outside(input, init);
    if (init?.method !== "POST") return Response.json({ error: "not_found" }, { status: 404 });
    const fields = new URLSearchParams(String(init.body));
    const login = logins.get(fields.get("code") ?? "");
    if (login) return Response.json(await tokensOf(login.oid, undefined, login.nonce));
    const { error } = state;
    if (error) return refusalOf(error);
    return Response.json(await tokensOf(fields.get("refresh_token") ?? ""));
  };
  /**
   * Simulates the login page, which identifies the user only by the cookie, and the app's redirect page, which sends
   * the response to MSAL.
   */
  function visitLoginPage(url: string): void {
    const request = new URL(url).searchParams;
    const requestState = request.get("state") ?? "";
    const code = `code-${logins.size}`;
    if (state.cookie !== null) logins.set(code, { oid: state.cookie, nonce: request.get("nonce") });
    const outcome = state.cookie === null ? { error: "login_required" } : { code };
    // MSAL listens only after it has opened the page.
    setTimeout(() => {
      const channel = new BroadcastChannel(JSON.parse(atob(requestState.split("|")[0] ?? "")).id);
      channel.postMessage({ v: 1, payload: String(new URLSearchParams({ ...outcome, state: requestState })) });
      channel.close();
    });
  }
  const popup = { location: { assign: visitLoginPage }, document: {}, focus() {}, close() {} };
  const openPopup = vi.spyOn(window, "open").mockReturnValue(popup as unknown as Window);
  const frames = new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof HTMLIFrameElement) visitLoginPage(target.src);
  });
  frames.observe(document.body, { subtree: true, attributeFilter: ["src"] });
  onTestFinished(() => {
    globalThis.fetch = outside;
    frames.disconnect();
    openPopup.mockRestore();
  });

  const config: Configuration = {
    auth: { clientId: String(clientId), authority },
    cache: { cacheLocation: "sessionStorage" },
    system: { loggerOptions: { loggerCallback: () => {} } },
  };
  const createInstance = async () => {
    const created = new PublicClientApplication(config);
    await created.initialize();
    return created;
  };
  const instance = await createInstance();
  const signInAs = async (oid: string, idTokenSeconds?: number): Promise<AccountInfo> => {
    const tokens = await tokensOf(oid, idTokenSeconds);
    const request = { authority, scopes: ["openid", "profile", ownScope] };
    const { account } = await loadExternalTokens(config, request, tokens, { clientInfo: tokens.client_info });
    return account;
  };
  return { state, instance, createInstance, enter: signInAs };
}

/** Returns the response of Entra's token endpoint to a rejected request. `error` is the OAuth error code. */
export const refusalOf = (error: string) =>
  Response.json({ error, error_description: "AADSTS50076: sign in again", suberror: "" }, { status: 400 });

let shared: PublicClientApplication | undefined;

function Providers({ children }: PropsWithChildren) {
  return shared && <MsalProvider instance={shared}>{children}</MsalProvider>;
}

/** The account and options of the first render, and a function that changes the account. */
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

/** Opens the app. `account` is the account that the app passes to the hook. */
export function start(
  instance: PublicClientApplication,
  account: AccountInfo | null,
  options: EntraTokenSourceOptions = {},
) {
  shared = instance;
  Object.assign(page, { account, options });
  return {
    app: renderApp({ useSource, Providers, random: () => 0 }),
    choose: (next: AccountInfo | null) => act(() => page.choose?.(next)),
  };
}
