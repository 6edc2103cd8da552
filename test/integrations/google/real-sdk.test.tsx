import { GoogleLogin, GoogleOAuthProvider, googleLogout, useGoogleLogin } from "@react-oauth/google";
import { act } from "@testing-library/react";
import { useGoogleTokenSource } from "assistant-cloud-auth/google";
import { createContext, type PropsWithChildren, useContext, useState } from "react";
import { describe, expect, it } from "vitest";
import { providerOf } from "../support/provider-of.ts";
import { renderApp } from "../support/render-app.tsx";
import { loadGis } from "./load-gis.ts";

const CLIENT_ID = "1234567890-abc.apps.googleusercontent.com";
const credentialOf = (sub: string, hd?: string, expiresInSeconds = 3600) =>
  providerOf("google").sign({ sub, hd, email: `${sub}@example.com` }, { expiresInSeconds });

const Credential = createContext<string | null>(null);
let signOut = () => {};

/** Renders Google's button. Stores Google's credential or access token in React state. */
function SignIn({ children }: PropsWithChildren) {
  const [credential, setCredential] = useState<string | null>(null);
  useGoogleLogin({ onSuccess: (response) => setCredential(response.access_token) });
  signOut = () => {
    googleLogout();
    setCredential(null);
  };
  return (
    <Credential value={credential}>
      <GoogleLogin onSuccess={(response) => setCredential(response.credential ?? null)} />
      {children}
    </Credential>
  );
}

function Google({ children }: PropsWithChildren) {
  return (
    <GoogleOAuthProvider clientId={CLIENT_ID}>
      <SignIn>{children}</SignIn>
    </GoogleOAuthProvider>
  );
}

function start() {
  const gis = loadGis();
  const app = renderApp({
    Providers: Google,
    useSource: () => useGoogleTokenSource(useContext(Credential), { onExpired: () => gis.id.prompt() }),
  });
  gis.finishLoading();
  return { gis, app };
}

describe("google", () => {
  it("sign-in: a credential from Google's button opens a workspace, and a refresh reuses the credential", async () => {
    const { gis, app } = start();
    await app.untilSignedOut();
    gis.choose(await credentialOf("1001"));
    expect(await app.untilWorkspace()).toEqual({ userId: "1001", workspaceId: "1001" });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "1001", workspaceId: "1001" } });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("switch: an account of a Google Workspace domain opens the user's workspace in that domain", async () => {
    const { gis, app } = start();
    gis.choose(await credentialOf("1001"));
    await app.untilWorkspace("1001");
    gis.choose(await credentialOf("1002", "example.com"));
    await app.untilWorkspace("example.com:1002");
    expect(await app.callApi()).toMatchObject({ caller: { userId: "1002", workspaceId: "example.com:1002" } });
  });

  it("sign-out: removing the Google credential drops the workspace token", async () => {
    const { gis, app } = start();
    gis.choose(await credentialOf("1001"));
    await app.untilWorkspace();
    act(() => signOut());
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: the app does not exchange an opaque access token, and the error names `<GoogleLogin>`", async () => {
    const { gis, app } = start();
    gis.grant("ya29.a0AfB_byExampleOfAnAccessToken");
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: "The value passed as Google's credential is opaque: only its issuer can read it.",
      remedy: expect.stringContaining("<GoogleLogin>"),
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: an expired credential signs the user out and opens Google's prompt for a new sign-in", async () => {
    const { gis, app } = start();
    gis.choose(await credentialOf("1001", undefined, 5));
    await app.untilSignedOut();
    expect(gis.prompts()).toBe(1);
    expect(app.exchanges).toEqual([]);
    gis.choose(await credentialOf("1001"));
    await app.untilWorkspace("1001");
  });
});
