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

const refused = () => Response.json({ errors: [{ code: "authentication_invalid" }] }, { status: 401 });

async function start(): Promise<Browser> {
  /** The session in the browser's cookie. All tabs share it. */
  let stored: ClerkSession | null = ada;
  const scripts: ReturnType<typeof createClerk>[] = [];
  /** Makes the script of every tab read the cookie, as Clerk's broadcast and a rejected request do. */
  const readCookie = async () => {
    for (const { switchSession } of scripts) await switchSession(stored);
  };
  const signIn = (session: ClerkSession) => {
    stored = session;
    return readCookie();
  };
  const outside = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const session = sessionOf({ url: new URL(input instanceof Request ? input.url : input) });
    if (session === undefined) return outside(input, init);
    if (session !== `sess_${stored?.user}`) return refused();
    return Response.json({ object: "token", jwt: await new Request(input, init).text() });
  };
  onTestFinished(() => {
    globalThis.fetch = outside;
  });
  const renewals = watchRenewals(sessionOf, {
    expired: () => {
      stored = null;
      return refused();
    },
  });
  /** Opens a tab, which has its own script. */
  const open = () => {
    const script = createClerk(stored, { "assistant-ui": documentedTemplate }, callClerk(readCookie));
    scripts.push(script);
    const props = { publishableKey, Clerk: script.clerk as unknown as ClerkProp };
    const wrap = ({ children }: PropsWithChildren) => <ClerkProvider {...props}>{children}</ClerkProvider>;
    return renderApp({
      useSource: () => useClerkTokenSource(useAuth({ treatPendingAsSignedOut: false })),
      Providers: wrap,
      sourceTimeoutMs: 3_000,
      random: () => 0,
    });
  };
  return {
    renewals,
    workspaces: { ada: "org_1:user_ada", bob: "user_bob", adaInOtherOrganization: "org_2:user_ada" },
    openSignedIn: async () => open(),
    openTab: async () => open(),
    signInAgain: () => signIn(ada),
    async storeBobsSession() {
      stored = { user: "user_bob" };
    },
    requireInteraction: () => signIn({ ...ada, status: "pending" }),
    switchOrganization: () => signIn({ ...ada, organization: "org_2" }),
  };
}

runMatrix("clerk", "@clerk/react, with a local stand-in for Clerk's script and API", start);
