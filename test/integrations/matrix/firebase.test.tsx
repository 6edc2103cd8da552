import { randomUUID } from "node:crypto";
import { act } from "@testing-library/react";
import { useFirebaseTokenSource } from "assistant-cloud-auth/firebase";
import { authRuleFor } from "assistant-cloud-server";
import * as firebaseApp from "firebase/app";
import { browserLocalPersistence, initializeAuth, signInWithEmailAndPassword } from "firebase/auth";
import { useState } from "react";
import { afterAll, beforeAll, onTestFinished, vi } from "vitest";
import { type Person, startFirebase } from "../firebase/start-firebase.ts";
import { providerFixtures } from "../support/provider-fixtures.ts";
import { providerOf } from "../support/provider-of.ts";
import { renderApp } from "../support/render-app.tsx";
import { type OwnAuthority, startOwnAuthority } from "../support/start-own-authority.ts";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

// The build for Node keeps users in memory, so load the build for browsers.
vi.mock("firebase/auth", () => import("../../../node_modules/@firebase/auth/dist/esm/index.js" as string));

// Firebase's SDK keeps the `fetch` that exists at its import, so replace that one before the import.
const page = vi.hoisted(() => {
  const scope = { fetch: globalThis.fetch };
  globalThis.fetch = (input, init) => scope.fetch(input, init);
  return scope;
});

const refused = (message: string, code = 400) => Response.json({ error: { code, message } }, { status: code });

/** Reports each removal from `localStorage` to the window, as a browser does in other tabs. */
function reportRemovals() {
  const { removeItem } = Storage.prototype;
  vi.spyOn(Storage.prototype, "removeItem").mockImplementation(function (this: Storage, key) {
    removeItem.call(this, key);
    if (this === localStorage) setTimeout(() => window.dispatchEvent(new StorageEvent("storage", { key })));
  });
  onTestFinished(() => void vi.restoreAllMocks());
}

/** The SDK's apps by their names. */
const { _apps: registry } = firebaseApp as unknown as { _apps: Map<string, firebaseApp.FirebaseApp> };

let cloud: OwnAuthority;
beforeAll(async () => {
  const rule = authRuleFor("firebase", { ...providerFixtures.firebase.input, organization: "org_id?" });
  cloud = await startOwnAuthority([{ ...rule, jwksUrl: providerOf("firebase").jwksUrl }]);
}, 240_000);
afterAll(() => cloud?.close());

async function start(): Promise<Browser> {
  const ada: Person = { uid: "ada-uid", email: "ada@example.com" };
  const { host } = await startFirebase([ada], false);
  const apiKey = `AIza-${randomUUID()}`;
  /** Creates an app and its SDK object, as a page load does. The SDK objects share the user in `localStorage`. */
  function createAuth() {
    // The registry has one app per name, and the name is a part of the key in `localStorage`.
    registry.delete(apiKey);
    const firebase = firebaseApp.initializeApp({ apiKey, projectId: "my-app-1a2b3" }, apiKey);
    // The SDK has one persistence object per class. A tab has its own.
    const persistence = class extends (browserLocalPersistence as unknown as new () => object) {} as never;
    const created = initializeAuth(firebase, { persistence });
    Object.assign(created.config, { apiScheme: "http", apiHost: host, tokenApiHost: host });
    onTestFinished(() => {
      registry.set(apiKey, firebase);
      return firebaseApp.deleteApp(firebase);
    });
    return created;
  }
  reportRemovals();
  const auth = createAuth();
  const renewals = watchRenewals(
    ({ url, body }) =>
      url.pathname.endsWith("/v1/token") ? (new URLSearchParams(body).get("refresh_token") ?? undefined) : undefined,
    { "429": () => refused("TOO_MANY_ATTEMPTS_TRY_LATER", 429), expired: () => refused("TOKEN_EXPIRED") },
    page,
  );
  let chooseOrganization = (_organization: string) => {};
  const open = (usedAuth = auth) =>
    renderApp({
      useSource: () => {
        const [organization, setOrganization] = useState<string | null>(null);
        if (usedAuth === auth) chooseOrganization = setOrganization;
        return useFirebaseTokenSource(usedAuth, { organization });
      },
      cloudUrl: cloud.url,
      random: () => 0,
    });
  const signIn = () => act(async () => void (await signInWithEmailAndPassword(auth, "ada@example.com", "secret")));
  return {
    renewals,
    workspaces: { ada: "ada-uid", adaInOtherOrganization: "one:ada-uid" },
    async openSignedIn() {
      const page = open();
      await page.untilSignedOut();
      await signIn();
      return page;
    },
    openTab: async () => open(createAuth()),
    signInAgain: signIn,
    async switchOrganization() {
      ada.claims = { org_id: "one" };
      await act(async () => {
        await auth.currentUser?.getIdToken(true);
        chooseOrganization("one");
      });
    },
  };
}

runMatrix("firebase", "firebase/auth, with a local stand-in for its API", start);
