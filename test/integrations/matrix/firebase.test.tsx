import { randomUUID } from "node:crypto";
import { act } from "@testing-library/react";
import { useFirebaseTokenSource } from "assistant-cloud-auth/firebase";
import { deleteApp, initializeApp } from "firebase/app";
import { browserLocalPersistence, getAuth, setPersistence, signInWithEmailAndPassword } from "firebase/auth";
import { onTestFinished, vi } from "vitest";
import { startFirebase } from "../firebase/start-firebase.ts";
import { renderApp } from "../support/render-app.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

// Firebase's SDK keeps the `fetch` that exists at its import, so replace that one before the import.
const page = vi.hoisted(() => {
  const scope = { fetch: globalThis.fetch };
  globalThis.fetch = (input, init) => scope.fetch(input, init);
  return scope;
});

const refused = (message: string, code = 400) => Response.json({ error: { code, message } }, { status: code });

async function start(): Promise<Browser> {
  const { host } = await startFirebase([{ uid: "ada-uid", email: "ada@example.com" }], false);
  const firebase = initializeApp({ apiKey: `AIza-${randomUUID()}`, projectId: "my-app-1a2b3" }, randomUUID());
  const auth = getAuth(firebase);
  Object.assign(auth.config, { apiScheme: "http", apiHost: host, tokenApiHost: host });
  await setPersistence(auth, browserLocalPersistence);
  onTestFinished(() => deleteApp(firebase));
  const renewals = watchRenewals(
    ({ url, body }) =>
      url.pathname.endsWith("/v1/token") ? (new URLSearchParams(body).get("refresh_token") ?? undefined) : undefined,
    { "429": () => refused("TOO_MANY_ATTEMPTS_TRY_LATER", 429), expired: () => refused("TOKEN_EXPIRED") },
    page,
  );
  const open = () => renderApp({ useSource: () => useFirebaseTokenSource(auth), random: () => 0 });
  const signIn = () => act(async () => void (await signInWithEmailAndPassword(auth, "ada@example.com", "secret")));
  return {
    renewals,
    workspaces: { ada: "ada-uid" },
    async openSignedIn() {
      const page = open();
      await page.untilSignedOut();
      await signIn();
      return page;
    },
    openTab: async () => open(),
    signInAgain: signIn,
  };
}

runMatrix("firebase", "firebase/auth, with a local stand-in for its API", start);
