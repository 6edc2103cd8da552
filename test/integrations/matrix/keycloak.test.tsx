import { act } from "@testing-library/react";
import { useKeycloakTokenSource } from "assistant-cloud-auth/keycloak";
import { startKeycloak } from "../keycloak/start-keycloak.ts";
import { renderApp } from "../support/render-app.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

async function start(): Promise<Browser> {
  const { keycloak, signIn, state } = await startKeycloak({ sub: "ada", org_id: "one" });
  const renewals = watchRenewals(
    ({ url, body }) =>
      url.pathname.endsWith("/token") ? (new URLSearchParams(body).get("refresh_token") ?? undefined) : undefined,
    {
      expired: () =>
        Response.json({ error: "invalid_grant", error_description: "Token is not active" }, { status: 400 }),
    },
  );
  const open = () =>
    renderApp({
      useSource: () => useKeycloakTokenSource(keycloak, { organization: (claims) => claims["org_id"] }),
      random: () => 0,
    });
  return {
    renewals,
    workspaces: { ada: "one:ada", adaInOtherOrganization: "two:ada" },
    async openSignedIn() {
      await signIn();
      return open();
    },
    openTab: async () => open(),
    startOwnRenewal: () => keycloak.updateToken(-1),
    async switchOrganization() {
      state.session = { sub: "ada", org_id: "two" };
      await act(() => keycloak.updateToken(-1));
    },
  };
}

runMatrix("keycloak", "keycloak-js, with a local stand-in for the realm", start);
