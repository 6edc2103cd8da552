import { AuthProvider, useDescope, useSession } from "@descope/react-sdk";
import { act } from "@testing-library/react";
import { useDescopeTokenSource } from "assistant-cloud-auth/descope";
import type { PropsWithChildren } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { renderApp } from "../support/render-app.tsx";
import { startDescope } from "./start-descope.ts";

const ADA = "U2ada00000000000000000000000";
const BOB = "U2bob00000000000000000000000";
type Sdk = ReturnType<typeof useDescope>;

let baseUrl = "";
function Descope({ children }: PropsWithChildren) {
  return (
    <AuthProvider projectId="P2abcdefghijklmnopqrstuvwxyz" baseUrl={baseUrl} autoRefresh={false}>
      {children}
    </AuthProvider>
  );
}

async function start(options?: { sessionInCookie: boolean }) {
  const people = [
    { userId: ADA, loginId: "ada@example.com" },
    { userId: BOB, loginId: "bob@example.com" },
  ];
  const { url, endSessions } = await startDescope(people, options);
  baseUrl = url;
  let sdk: Sdk | undefined;
  const app = renderApp({
    Providers: Descope,
    useSource() {
      sdk = useDescope();
      return useDescopeTokenSource(useSession(), sdk);
    },
  });
  const use = (work: (sdk: Sdk) => Promise<{ ok: boolean }>) =>
    act(async () => {
      if (sdk === undefined) throw new Error("The app has not rendered yet.");
      expect((await work(sdk)).ok).toBe(true);
    });
  const signIn = (loginId: string) => use(({ password }) => password.signIn(loginId, "correct horse battery staple"));
  return { app, use, signIn, endSessions };
}

beforeEach(() => localStorage.clear());

describe("descope", () => {
  it("sign-in: a Descope sign-in opens the user's workspace, and a refresh exchanges a new token", async () => {
    const { app, signIn } = await start();
    await app.untilSignedOut();
    await signIn("ada@example.com");
    expect(await app.untilWorkspace()).toEqual({ userId: ADA, workspaceId: ADA });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: ADA, workspaceId: ADA } });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(app.exchanges[1]?.token).not.toBe(app.exchanges[0]?.token);
  });

  it("switch: the app opens another workspace if the tenant or the user in Descope changes", async () => {
    const { app, use, signIn } = await start();
    await signIn("ada@example.com");
    await app.untilWorkspace(ADA);
    await use((sdk) => sdk.selectTenant("T1"));
    await app.untilWorkspace(`T1:${ADA}`);
    await signIn("bob@example.com");
    await app.untilWorkspace(BOB);
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: BOB, workspaceId: BOB } });
  });

  it("sign-out: the end of the Descope session drops the workspace token", async () => {
    const { app, use, signIn } = await start();
    await signIn("ada@example.com");
    await app.untilWorkspace();
    await use((sdk) => sdk.logout());
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: if Descope ends the session, the app signs the user out and exchanges no new token", async () => {
    const { app, signIn, endSessions } = await start();
    await signIn("ada@example.com");
    await app.untilWorkspace();
    endSessions();
    await app.refresh();
    await app.untilSignedOut();
    expect(app.exchanges).toHaveLength(1);
  });

  it("failure: a session token in an HttpOnly cookie causes an error that names the setting to change", async () => {
    const { app, signIn } = await start({ sessionInCookie: true });
    await signIn("ada@example.com");
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: "Descope hides the session token from JavaScript.",
      remedy: "Set Descope to return it in the response body instead of a cookie, or use the backend integration.",
    });
    expect(app.exchanges).toEqual([]);
  });
});
