import { Auth0Provider, type RedirectLoginOptions, useAuth0 } from "@auth0/auth0-react";
import { Auth0Client } from "@auth0/auth0-spa-js";
import { act } from "@testing-library/react";
import { type Auth0TokenSourceOptions, useAuth0TokenSource } from "assistant-cloud-auth/auth0";
import type { PropsWithChildren } from "react";
import { expect, vi } from "vitest";
import { type ProviderResponse, serveProvider } from "../serve-provider.ts";
import { providerOf } from "../support/provider-of.ts";
import { renderApp } from "../support/render-app.tsx";

const CLIENT = "auth0-client";
export const API = "https://api.example.com";
export interface Account {
  sub: string;
  org_id?: string;
}

/** The latest result of `useAuth0` in an app that uses the client of {@link startAuth0}. */
let auth0: ReturnType<typeof useAuth0>;

/**
 * Starts a local server with Auth0's token endpoint, and creates a client of the real SDK. The client calls this
 * server. The returned `render` opens an app with `Auth0Provider`. The SDK signs in with PKCE, state and nonce, and
 * verifies every ID token.
 */
export async function startAuth0(
  options: {
    audience?: string;
    source?: Auth0TokenSourceOptions;
    accessToken?: (account: Account) => Promise<string>;
    /** Where the SDK stores its tokens. Default: in memory. */
    cacheLocation?: "localstorage";
  } = {},
) {
  const provider = providerOf("auth0");
  const logins = new Map<string, { account: Account; nonce: string }>();
  let account: Account | null = null;
  const grants: string[] = [];
  const state = { refreshAnswer: null as ProviderResponse | null };
  const { accessToken = (account: Account) => provider.sign({ ...account }) } = options;

  const server = await serveProvider(async ({ path, fields }) => {
    if (path !== "/oauth/token") return { status: 404 };
    grants.push(fields["grant_type"] ?? "");
    let nonce: string | undefined;
    if (fields["grant_type"] === "authorization_code") {
      const login = logins.get(fields["code"] ?? "");
      if (login === undefined || !fields["code_verifier"])
        return refusal("invalid_grant", "Invalid authorization code");
      account = login.account;
      nonce = login.nonce;
    } else if (state.refreshAnswer !== null) return state.refreshAnswer;
    if (account === null) return refusal("invalid_grant", "Unknown or invalid refresh token.");
    return {
      body: {
        access_token: await accessToken(account),
        id_token: await provider.sign({ ...account, aud: CLIENT, nonce, email: "ada@example.com" }),
        refresh_token: `refresh-${grants.length}`,
        token_type: "Bearer",
        scope: "openid profile email offline_access",
        expires_in: 86_400,
      },
    };
  });

  const createClient = () =>
    new Auth0Client({
      domain: server.origin,
      issuer: provider.issuer,
      clientId: CLIENT,
      useRefreshTokens: true,
      ...(options.cacheLocation && { cacheLocation: options.cacheLocation }),
      authorizationParams: {
        redirect_uri: window.location.origin,
        ...(options.audience === undefined ? {} : { audience: options.audience }),
      },
    });

  const client = createClient();

  /** Simulates the login page. Returns an authorization code for the account, and the `state` of the SDK's request. */
  function logIn(url: string, account: Account) {
    const request = new URL(url).searchParams;
    const code = `code-${logins.size}`;
    logins.set(code, { account, nonce: request.get("nonce") ?? "" });
    return { code, state: request.get("state") ?? "" };
  }

  return {
    grants,
    state,
    provider,
    auth0: () => auth0,
    client,
    createClient,
    render(usedClient = client) {
      const wrap = ({ children }: PropsWithChildren) => <Auth0Provider client={usedClient}>{children}</Auth0Provider>;
      return renderApp({
        Providers: wrap,
        useSource: () => {
          const result = useAuth0();
          if (usedClient === client) auth0 = result;
          return useAuth0TokenSource(result, options.source);
        },
        random: () => 0,
      });
    },
    /** Signs in on the simulated login page. Then sets the page's URL to the app's URL with the authorization code. */
    async signInByRedirect(account: Account, login: RedirectLoginOptions = {}) {
      let address = "";
      await client.loginWithRedirect({
        ...login,
        openUrl: async (url) => {
          address = url;
        },
      });
      window.history.replaceState({}, "", `/?${new URLSearchParams(logIn(address, account))}`);
    },
    async signInByPopup(
      account: Account,
      organization?: string,
      usedClient: Pick<Auth0Client, "loginWithPopup"> = auth0,
    ) {
      const popup = { location: { href: "" }, closed: false, close() {} };
      await act(async () => {
        const done = usedClient.loginWithPopup(
          { authorizationParams: organization === undefined ? {} : { organization } },
          { popup },
        );
        await vi.waitFor(() => expect(popup.location.href).not.toBe(""));
        const response = logIn(popup.location.href, account);
        window.dispatchEvent(
          new MessageEvent("message", { origin: server.origin, data: { type: "authorization_response", response } }),
        );
        await done;
      });
    },
  };
}

const refusal = (error: string, error_description: string): ProviderResponse => ({
  status: 403,
  body: { error, error_description },
});
