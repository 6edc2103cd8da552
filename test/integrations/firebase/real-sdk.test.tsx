import { randomUUID } from "node:crypto";
import { act } from "@testing-library/react";
import { useFirebaseTokenSource } from "assistant-cloud-auth/firebase";
import { authRuleFor } from "assistant-cloud-server";
import { deleteApp, initializeApp } from "firebase/app";
import { connectAuthEmulator, getAuth, signInWithEmailAndPassword, signOut } from "firebase/auth";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import type { AuthoritySettings } from "../../../server/src/config/authority-settings.ts";
import { readRuleInput } from "../../../server/src/rules/read-rule-input.ts";
import { providerOf } from "../support/provider-of.ts";
import { renderApp } from "../support/render-app.tsx";
import { signOutEverywhere } from "../support/sign-out-everywhere.ts";
import { startOwnAuthority } from "../support/start-own-authority.ts";
import { type Person, startFirebase } from "./start-firebase.ts";

const PASSWORD = "correct horse battery staple";

async function start({ isEmulator = false, cloudUrl }: { isEmulator?: boolean; cloudUrl?: string } = {}) {
  const ada: Person = { uid: "ada-uid", email: "ada@example.com" };
  const bob: Person = { uid: "bob-uid", email: "bob@example.com", tenantId: "acme-x1y2z" };
  const { host } = await startFirebase([ada, bob], isEmulator);
  const firebase = initializeApp({ apiKey: "AIzaTest", projectId: "my-app-1a2b3" }, randomUUID());
  onTestFinished(() => deleteApp(firebase));
  const auth = getAuth(firebase);
  if (isEmulator) connectAuthEmulator(auth, `http://${host}`, { disableWarnings: true });
  else Object.assign(auth.config, { apiScheme: "http", apiHost: host, tokenApiHost: host });
  const app = renderApp({ useSource: () => useFirebaseTokenSource(auth), ...(cloudUrl && { cloudUrl }) });
  const signIn = (email: string, tenantId: string | null = null) =>
    act(async () => {
      auth.tenantId = tenantId;
      await signInWithEmailAndPassword(auth, email, PASSWORD);
    });
  return { ada, auth, app, signIn };
}

describe("firebase", () => {
  it("sign-in: a Firebase sign-in opens the user's workspace, and a refresh exchanges a new token", async () => {
    const { app, signIn } = await start();
    await app.untilSignedOut();
    await signIn("ada@example.com");
    expect(await app.untilWorkspace()).toEqual({ userId: "ada-uid", workspaceId: "ada-uid" });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "ada-uid", workspaceId: "ada-uid" } });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(app.exchanges[1]?.token).not.toBe(app.exchanges[0]?.token);
  });

  it("switch: after a sign-in to a Firebase tenant, the app opens the user's workspace in that tenant", async () => {
    const { app, signIn } = await start();
    await signIn("ada@example.com");
    await app.untilWorkspace("ada-uid");
    await signIn("bob@example.com", "acme-x1y2z");
    await app.untilWorkspace("acme-x1y2z:bob-uid");
    expect(await app.callApi()).toMatchObject({ caller: { userId: "bob-uid", workspaceId: "acme-x1y2z:bob-uid" } });
  });

  it("sign-out: signing out of Firebase drops the workspace token", async () => {
    const { auth, app, signIn } = await start();
    await signIn("ada@example.com");
    await app.untilWorkspace();
    await act(() => signOut(auth));
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("F68 after a sign-out everywhere, the same Firebase user signs in again without a page load", async () => {
    const rule = authRuleFor("firebase", { projectId: "my-app-1a2b3" });
    const cloud = await startOwnAuthority([{ ...rule, jwksUrl: providerOf("firebase").jwksUrl }]);
    onTestFinished(() => cloud.close());
    const { app, signIn } = await start({ cloudUrl: cloud.url });
    await signIn("ada@example.com");
    await app.untilWorkspace();
    await signOutEverywhere(cloud, "ada-uid", app);
    await signIn("ada@example.com");
    await app.untilWorkspace("ada-uid");
    expect(await app.callApi()).toMatchObject({ status: 200 });
  });

  it("failure: the app does not exchange an emulator's token, and the error recommends a real project", async () => {
    const { app, signIn } = await start({ isEmulator: true });
    await signIn("ada@example.com");
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: "Tokens of the Firebase Auth emulator are not signed.",
      remedy: "Sign in to a real Firebase project, or use the backend integration with the emulator.",
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: a user who was disabled in the Firebase console is signed out at the next forced refresh", async () => {
    const { ada, app, signIn } = await start();
    await signIn("ada@example.com");
    await app.untilWorkspace();
    ada.disabled = true;
    await app.refresh().catch(() => {});
    await app.untilSignedOut();
    expect(app.exchanges).toHaveLength(1);
  });

  it("failure: a rule whose JWKS URL leads to Google's X.509 certificates cannot be saved", () => {
    const rule = authRuleFor("firebase", { projectId: "my-app-1a2b3" });
    const jwksUrl = "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";
    const settings = { issuer: inject("cloud").cloudUrl, allowInsecureJwks: false } as AuthoritySettings;
    const save = () => readRuleInput({ ...rule, jwksUrl }, settings);
    expect(save).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("list of X.509 certificates, which is not a JWKS"),
        remedy: expect.stringContaining(rule.jwksUrl),
      }),
    );
  });
});
