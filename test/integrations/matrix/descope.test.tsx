import { AuthProvider, useDescope, useSession } from "@descope/react-sdk";
import { act } from "@testing-library/react";
import { useDescopeTokenSource } from "assistant-cloud-auth/descope";
import type { PropsWithChildren } from "react";
import { startDescope } from "../descope/start-descope.ts";
import { renderApp } from "../support/render-app.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

const ADA = "U2ada00000000000000000000000";
const BOB = "U2bob00000000000000000000000";
type Sdk = ReturnType<typeof useDescope>;

async function start(): Promise<Browser> {
  const { url } = await startDescope([
    { userId: ADA, loginId: "ada@example.com" },
    { userId: BOB, loginId: "bob@example.com" },
  ]);
  const renewals = watchRenewals(
    ({ url: { pathname }, headers }) =>
      /\/v1\/auth\/(try-)?refresh$/.test(pathname) ? (headers.get("Authorization") ?? "") : undefined,
    {
      "429": () =>
        Response.json({ errorCode: "E130429", errorDescription: "API rate limit exceeded" }, { status: 429 }),
      expired: () =>
        Response.json({ errorCode: "E061005", errorDescription: "Failed to refresh session" }, { status: 401 }),
    },
  );
  const wrap = ({ children }: PropsWithChildren) => (
    <AuthProvider projectId="P2abcdefghijklmnopqrstuvwxyz" baseUrl={url} autoRefresh={false}>
      {children}
    </AuthProvider>
  );
  const sdks: Sdk[] = [];
  const open = (tab: number) =>
    renderApp({
      Providers: wrap,
      useSource() {
        sdks[tab] = useDescope();
        return useDescopeTokenSource(useSession(), sdks[tab]);
      },
      random: () => 0,
    });
  const signIn = (loginId: string, sdk = sdks[0]) =>
    act(async () => void (await sdk?.password.signIn(loginId, "correct horse battery staple")));
  return {
    renewals,
    workspaces: { ada: ADA, bob: BOB, adaInOtherOrganization: `T1:${ADA}` },
    async openSignedIn() {
      const page = open(0);
      await page.untilSignedOut();
      await signIn("ada@example.com");
      return page;
    },
    openTab: async () => open(1),
    signInAgain: () => signIn("ada@example.com"),
    async storeBobsSession() {
      const tab = open(1);
      await tab.untilWorkspace(ADA);
      await signIn("bob@example.com", sdks[1]);
    },
    switchOrganization: () => act(async () => void (await sdks[0]?.selectTenant("T1"))),
  };
}

runMatrix("descope", "Descope's React SDK, with a local stand-in for its API", start);
