import { randomUUID } from "node:crypto";
import { createStytchB2BClient, StytchB2BProvider, useStytchB2BClient } from "@stytch/react/b2b";
import { act } from "@testing-library/react";
import { useStytchB2BTokenSource } from "assistant-cloud-auth/stytch";
import type { PropsWithChildren } from "react";
import { beforeEach, vi } from "vitest";
import { startStytch } from "../stytch/start-stytch.ts";
import { renderApp } from "../support/render-app.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { stytchRefusals, stytchSessionOf } from "./stytch-renewals.ts";
import { watchRenewals } from "./watch-renewals.ts";

const { state, reset } = startStytch("stytch-b2b");
beforeEach(() => {
  reset();
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

async function start(): Promise<Browser> {
  const renewals = watchRenewals(stytchSessionOf, stytchRefusals);
  const publicToken = `public-token-test-${randomUUID()}`;
  const createClient = () => createStytchB2BClient(publicToken);
  const client = createClient();
  const open = (usedClient = client) => {
    const wrap = ({ children }: PropsWithChildren) => (
      <StytchB2BProvider stytch={usedClient}>{children}</StytchB2BProvider>
    );
    return renderApp({
      Providers: wrap,
      useSource: () => useStytchB2BTokenSource(useStytchB2BClient()),
      random: () => 0,
    });
  };
  const signIn = (id: string, usedClient = client) => {
    state.user.id = id;
    return act(async () => {
      await usedClient.magicLinks.authenticate({
        magic_links_token: "token-of-the-email",
        session_duration_minutes: 60,
      });
    });
  };
  return {
    renewals,
    workspaces: {
      ada: "organization-test-1:member-test-1",
      bob: "organization-test-1:member-test-2",
      adaInOtherOrganization: "organization-test-2:member-test-9",
    },
    async openSignedIn() {
      const page = open();
      await page.untilSignedOut();
      await signIn("member-test-1");
      return page;
    },
    openTab: async () => open(createClient()),
    signInAgain: () => signIn("member-test-1"),
    startOwnRenewal: () => client.session.authenticate(),
    storeBobsSession: () => signIn("member-test-2", createClient()),
    async switchOrganization() {
      state.user = { id: "member-test-9", organization: "organization-test-2" };
      await act(async () => {
        await client.session.exchange({ organization_id: "organization-test-2", session_duration_minutes: 60 });
      });
    },
  };
}

runMatrix("stytch-b2b", "Stytch's B2B SDK, with a local stand-in for its API", start);
