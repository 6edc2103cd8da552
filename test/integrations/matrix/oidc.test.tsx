import { act } from "@testing-library/react";
import { authRuleFor } from "assistant-cloud-server";
import { createElement, type PropsWithChildren } from "react";
import { type AuthContextProps, AuthProvider, useAuth } from "react-oidc-context";
import { afterAll, beforeAll } from "vitest";
import { useOidcTokenSource } from "../../../src/integrations/oidc.ts";
import {
  createUserManager,
  OFFLINE_CLIENT_ID,
  type OidcServer,
  startProvider,
} from "../oidc/support/start-provider.ts";
import { renderApp } from "../support/render-app.tsx";
import { type OwnAuthority, startOwnAuthority } from "../support/start-own-authority.ts";
import { type Browser, runMatrix } from "./run-matrix.ts";
import type { Situation } from "./situations.ts";
import { watchRenewals } from "./watch-renewals.ts";

let provider: OidcServer;
let cloud: OwnAuthority;
beforeAll(async () => {
  provider = await startProvider();
  const { issuer, jwksUrl } = provider;
  cloud = await startOwnAuthority([
    authRuleFor("oidc", { issuer, jwksUrl, audience: OFFLINE_CLIENT_ID, organization: "org?" }),
  ]);
}, 240_000);
afterAll(async () => {
  await cloud?.close();
  await provider?.close();
});

const refused = (error: string) => () => Response.json({ error, error_description: error }, { status: 400 });

async function start(situation: Situation): Promise<Browser> {
  const ownRenewal = situation === "ownRenewal" && {
    automaticSilentRenew: true,
    // Equal to the token's lifetime, so that the SDK renews the token as soon as it starts.
    accessTokenExpiringNotificationTimeInSeconds: 600,
  };
  const settings = { client_id: OFFLINE_CLIENT_ID, ...ownRenewal };
  const { userManager, browser } = createUserManager(provider, settings);
  userManager.stopSilentRenew();
  const { userStore } = userManager.settings;
  const renewals = watchRenewals(
    ({ url, body }) => (url.pathname === "/token" && new URLSearchParams(body).get("refresh_token")) || undefined,
    { expired: refused("invalid_grant"), interaction: refused("interaction_required") },
  );

  let auth: AuthContextProps | undefined;
  const open = (manager = userManager) => {
    const wrap = ({ children }: PropsWithChildren) => createElement(AuthProvider, { userManager: manager }, children);
    return renderApp({
      useSource: () => {
        const currentAuth = useAuth();
        if (manager === userManager) auth = currentAuth;
        return useOidcTokenSource(currentAuth, {
          organization: ({ profile }) => (profile["org"] as string | undefined) ?? null,
        });
      },
      Providers: wrap,
      cloudUrl: cloud.url,
      random: () => 0,
    });
  };
  const signIn = (person: string) =>
    act(async () => {
      browser.clear();
      await auth?.signinPopup({ prompt: "login", login_hint: person });
    });

  return {
    renewals,
    workspaces: { ada: "one:ada@one", bob: "bob", adaInOtherOrganization: "two:ada@two" },
    async openSignedIn() {
      const page = open();
      await page.untilSignedOut();
      await signIn("ada@one");
      return page;
    },
    async openTab() {
      const automaticSilentRenew = situation === "slowLoad";
      return open(createUserManager(provider, { ...settings, userStore, automaticSilentRenew }).userManager);
    },
    signInAgain: () => signIn("ada@one"),
    async startOwnRenewal() {
      const renewed = new Promise<void>((resolve) => userManager.events.addUserLoaded(() => resolve()));
      userManager.startSilentRenew();
      await renewed;
    },
    async storeBobsSession() {
      const otherManager = createUserManager(provider, { ...settings, userStore }).userManager;
      await otherManager.signinPopup({ prompt: "login", login_hint: "bob" });
    },
    switchOrganization: () => signIn("ada@two"),
  };
}

runMatrix("oidc", "react-oidc-context and oidc-client-ts, with a certified provider", start);
