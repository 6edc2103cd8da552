import type { AccountInfo } from "@azure/msal-browser";
import { waitFor } from "@testing-library/react";
import { onTestFinished, vi } from "vitest";
import { start as open, refusalOf, startEntra, tenantId } from "../entra/start-entra.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

async function start(): Promise<Browser> {
  const { instance, createInstance, enter, state } = await startEntra();
  const renewals = watchRenewals(({ body }) => new URLSearchParams(body).get("refresh_token") ?? undefined, {
    expired: () => refusalOf("login_required"),
    interaction: () => refusalOf("interaction_required"),
  });
  onTestFinished(() => void vi.useRealTimers());
  let ada: AccountInfo | undefined;
  return {
    renewals,
    workspaces: { ada: `${tenantId}:oid-ada` },
    async openSignedIn() {
      ada = await enter("oid-ada");
      return open(instance, ada).app;
    },
    openTab: async () => open(await createInstance(), ada ?? null).app,
    // MSAL makes no request for a minute after a 429.
    recover: () => void vi.setSystemTime(Date.now() + 61_000),
    async signInAgain() {
      state.cookie = "oid-ada";
      // React renders the popup's progress only outside act().
      const popup = instance.loginPopup({ scopes: ["openid"] });
      await waitFor(() => popup, { timeout: 10_000 });
    },
    async storeBobsSession() {
      // MSAL then uses the login page's cookie, in a hidden iframe.
      state.error = "invalid_grant";
      state.cookie = "oid-bob";
    },
    startOwnRenewal: () =>
      instance.acquireTokenSilent({ scopes: ["openid"], account: ada as AccountInfo, forceRefresh: true }),
  };
}

runMatrix("entra", "MSAL, with a local stand-in for login.microsoftonline.com", start);
