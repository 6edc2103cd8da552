import { act } from "@testing-library/react";
import { useGoogleTokenSource } from "assistant-cloud-auth/google";
import { useSyncExternalStore } from "react";
import { providerOf } from "../support/provider-of.ts";
import { renderApp } from "../support/render-app.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

async function start(): Promise<Browser> {
  let credential = "";
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const choose = async (claims: { sub: string; hd?: string }) => {
    credential = await providerOf("google").sign(claims);
    act(() => {
      for (const listener of listeners) listener();
    });
  };
  const open = () =>
    renderApp({ useSource: () => useGoogleTokenSource(useSyncExternalStore(subscribe, () => credential)) });
  return {
    renewals: watchRenewals(() => undefined, {}),
    workspaces: { ada: "1001", bob: "1002", adaInOtherOrganization: "acme.example:1001" },
    async openSignedIn() {
      await choose({ sub: "1001" });
      return open();
    },
    openTab: async () => open(),
    storeBobsSession: () => choose({ sub: "1002" }),
    switchOrganization: () => choose({ sub: "1001", hd: "acme.example" }),
  };
}

runMatrix("google", "a local stand-in for Sign in with Google, which passes the credential only", start);
