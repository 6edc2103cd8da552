import { KindeProvider, useKindeAuth } from "@kinde-oss/kinde-auth-react";
import { act, waitFor } from "@testing-library/react";
import { type KindeTokenSourceOptions, useKindeTokenSource } from "assistant-cloud-auth/kinde";
import type { PropsWithChildren } from "react";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { stubProvider } from "../stub-provider.ts";
import { providerOf } from "../support/provider-of.ts";
import { renderApp } from "../support/render-app.tsx";

export const DOMAIN = "https://acme.kinde.com";
export const CLIENT = "kinde-client";
const API = "https://api.example.com";

export interface Account {
  sub: string;
  org_code?: string;
}
export interface KindeState {
  account: Account;
  claims: Record<string, unknown>;
  expiresIn: number;
  grants: string[];
  refuses: boolean;
}
export const kinde = {} as KindeState;
export let auth: ReturnType<typeof useKindeAuth>;

stubProvider(DOMAIN, async ({ path, fields }) => {
  if (path !== "/oauth2/token") return { status: 404 };
  kinde.grants.push(fields["grant_type"] ?? "");
  const refused = kinde.refuses && fields["grant_type"] === "refresh_token";
  if (refused || fields["client_id"] !== CLIENT) return { status: 400, body: { error: "invalid_grant" } };
  const { account, claims, expiresIn } = kinde;
  const { sign } = providerOf("kinde");
  return {
    body: {
      access_token: await sign({ ...account, ...claims }, { expiresInSeconds: expiresIn }),
      id_token: await sign({ sub: account.sub, aud: [DOMAIN, CLIENT], ...orgCodes(account) }),
      refresh_token: `refresh-${kinde.grants.length}`,
      token_type: "bearer",
      expires_in: 3600,
    },
  };
});

const orgCodes = ({ org_code }: Account) => (org_code === undefined ? {} : { org_codes: [org_code] });

const Providers = ({ children }: PropsWithChildren) => (
  <KindeProvider
    clientId={CLIENT}
    domain={DOMAIN}
    audience={API}
    redirectUri={window.location.origin}
    useInsecureForRefreshToken
  >
    {children}
  </KindeProvider>
);
export const open = (options?: KindeTokenSourceOptions) =>
  renderApp({
    Providers,
    useSource: () => {
      auth = useKindeAuth();
      return useKindeTokenSource(auth, options);
    },
  });

/**
 * Calls `go`, which navigates to Kinde. Then simulates Kinde's redirect to the app's URL with an authorization code.
 */
export async function visitKinde(page: ReturnType<typeof open>, go: () => Promise<void>) {
  await act(go);
  const state = () => localStorage.getItem("state0");
  await waitFor(() => expect(state()).not.toBe(null));
  page.unmount();
  window.history.replaceState({}, "", `/?${new URLSearchParams({ code: "code-1", state: state() ?? "" })}`);
}

/**
 * Signs the user in without leaving the page. The SDK opens a popup if the page is in a frame. The function simulates
 * that frame, and the message that Kinde's callback page sends from the popup.
 */
export async function signInByPopup() {
  vi.stubGlobal("top", {});
  const openPopup = vi.spyOn(window, "open").mockReturnValue(window);
  await act(() => auth.login());
  await vi.waitFor(() => expect(openPopup).toHaveBeenCalledOnce());
  const state = new URL(String(openPopup.mock.lastCall?.[0])).searchParams.get("state");
  const data = { type: "KINDE_AUTH_RESULT", result: { code: "code-2", state } };
  const { grants } = kinde;
  const before = grants.length;
  await act(async () => {
    window.dispatchEvent(new MessageEvent("message", { origin: window.location.origin, data }));
    await vi.waitFor(() => expect(grants.slice(before)).toContain("authorization_code"));
  });
  openPopup.mockRestore();
  vi.stubGlobal("top", window);
}

export async function signIn(options?: KindeTokenSourceOptions) {
  const page = open(options);
  await page.untilSignedOut();
  await visitKinde(page, () => auth.login());
  return open(options);
}

beforeEach(() => {
  const account = { sub: "kp_ada", org_code: "org_1" };
  Object.assign(kinde, { account, claims: {}, expiresIn: 3600, grants: [], refuses: false });
  // The SDK navigates away from the page. jsdom does not support that and logs an error.
  vi.spyOn(console, "error").mockImplementation(() => {});
  window.history.replaceState({}, "", "/");
});
afterEach(async () => {
  // The SDK keeps its tokens in a module variable. Sign out, because the module survives from test to test.
  await act(() => auth.logout());
});
