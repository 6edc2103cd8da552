import { ClerkProvider, useAuth } from "@clerk/react";
import type { ComponentProps, PropsWithChildren } from "react";
import { onTestFinished } from "vitest";
import { useClerkTokenSource } from "../../../src/integrations/clerk.ts";
import { callClerk, sessionOf } from "../clerk/support/call-clerk.ts";
import { type ClerkSession, createClerk, documentedTemplate } from "../clerk/support/create-clerk.ts";
import { renderApp } from "../support/render-app.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

type ClerkProp = Exclude<ComponentProps<typeof ClerkProvider>["Clerk"], undefined>;
const publishableKey = `pk_test_${btoa("happy-otter-12.clerk.accounts.dev$")}`;
const ada: ClerkSession = { user: "user_ada", organization: "org_1" };

async function start(): Promise<Browser> {
  const outside = globalThis.fetch;
  globalThis.fetch = async (input, init) =>
    sessionOf({ url: new URL(input instanceof Request ? input.url : input) }) === undefined
      ? outside(input, init)
      : Response.json({ object: "token" });
  onTestFinished(() => {
    globalThis.fetch = outside;
  });
  const { clerk, switchSession } = createClerk(
    ada,
    { "assistant-ui": documentedTemplate },
    callClerk(() => switchSession(null)),
  );
  const renewals = watchRenewals(sessionOf, {
    expired: () => Response.json({ errors: [{ code: "authentication_invalid" }] }, { status: 401 }),
  });
  const props = { publishableKey, Clerk: clerk as unknown as ClerkProp };
  const wrap = ({ children }: PropsWithChildren) => <ClerkProvider {...props}>{children}</ClerkProvider>;
  const open = () =>
    renderApp({
      useSource: () => useClerkTokenSource(useAuth({ treatPendingAsSignedOut: false })),
      Providers: wrap,
      sourceTimeoutMs: 3_000,
      random: () => 0,
    });
  return {
    renewals,
    workspaces: { ada: "org_1:user_ada", bob: "user_bob", adaInOtherOrganization: "org_2:user_ada" },
    openSignedIn: async () => open(),
    openTab: async () => open(),
    signInAgain: () => switchSession(ada),
    switchOrganization: () => switchSession({ ...ada, organization: "org_2" }),
  };
}

runMatrix("clerk", "@clerk/react, with a local stand-in for Clerk's script and API", start);
