import { randomUUID } from "node:crypto";
import { createStytchClient, StytchProvider, useStytch } from "@stytch/react";
import { act } from "@testing-library/react";
import { useStytchTokenSource } from "assistant-cloud-auth/stytch";
import type { PropsWithChildren } from "react";
import { beforeEach, vi } from "vitest";
import { startStytch } from "../stytch/start-stytch.ts";
import { renderApp } from "../support/render-app.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { stytchRefusals, stytchSessionOf } from "./stytch-renewals.ts";
import { watchRenewals } from "./watch-renewals.ts";

const { state, reset } = startStytch("stytch");
beforeEach(() => {
  reset();
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

async function start(): Promise<Browser> {
  const renewals = watchRenewals(stytchSessionOf, stytchRefusals);
  const publicToken = `public-token-test-${randomUUID()}`;
  const createClient = () => createStytchClient(publicToken);
  const client = createClient();
  const open = (usedClient = client) => {
    const wrap = ({ children }: PropsWithChildren) => <StytchProvider stytch={usedClient}>{children}</StytchProvider>;
    return renderApp({ Providers: wrap, useSource: () => useStytchTokenSource(useStytch()), random: () => 0 });
  };
  const signIn = (id: string, usedClient = client) => {
    state.user.id = id;
    return act(async () => {
      await usedClient.magicLinks.authenticate("token-of-the-email", { session_duration_minutes: 60 });
    });
  };
  return {
    renewals,
    workspaces: { ada: "user-test-1", bob: "user-test-2" },
    async openSignedIn() {
      const page = open();
      await page.untilSignedOut();
      await signIn("user-test-1");
      return page;
    },
    openTab: async () => open(createClient()),
    signInAgain: () => signIn("user-test-1"),
    startOwnRenewal: () => client.session.authenticate(),
    storeBobsSession: () => signIn("user-test-2", createClient()),
  };
}

runMatrix("stytch", "Stytch's React SDK, with a local stand-in for its API", start);
