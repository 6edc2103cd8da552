import { act } from "@testing-library/react";
import { start as open, returnToTheApp, startWorkOS } from "../workos/start-workos.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

async function start(): Promise<Browser> {
  returnToTheApp();
  const state = await startWorkOS();
  const renewals = watchRenewals(
    ({ url, body }) =>
      url.pathname === "/user_management/authenticate"
        ? (JSON.parse(body) as { refresh_token?: string }).refresh_token
        : undefined,
    {
      expired: () =>
        Response.json({ error: "invalid_grant", error_description: "Session has ended." }, { status: 400 }),
    },
  );
  let authKit: ReturnType<typeof open>["authKit"] | undefined;
  return {
    renewals,
    workspaces: { ada: "user_1", bob: "user_2", adaInOtherOrganization: "org_2:user_1" },
    async openSignedIn() {
      const page = open();
      authKit = page.authKit;
      return page.app;
    },
    openTab: async () => open().app,
    startOwnRenewal: async () => authKit?.().getAccessToken({ forceRefresh: true }),
    async storeBobsSession() {
      state.user = "user_2";
    },
    switchOrganization: () => act(async () => authKit?.().switchToOrganization({ organizationId: "org_2" })),
  };
}

runMatrix("workos", "AuthKit's React SDK, with a local stand-in for its API", start);
