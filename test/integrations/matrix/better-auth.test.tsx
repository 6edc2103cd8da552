import { act } from "@testing-library/react";
import { authRuleFor } from "assistant-cloud-server";
import { jwtClient, organizationClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { useBetterAuthTokenSource } from "../../../src/integrations/better-auth.ts";
import { type BetterAuthServer, PAGE_ORIGIN, startBetterAuth } from "../better-auth/support/start-better-auth.ts";
import { createCookieFetch } from "../support/create-cookie-fetch.ts";
import { renderApp } from "../support/render-app.tsx";
import { type OwnAuthority, startOwnAuthority } from "../support/start-own-authority.ts";
import { type Browser, runMatrix } from "./run-matrix.ts";
import { watchRenewals } from "./watch-renewals.ts";

let server: BetterAuthServer;
let cloud: OwnAuthority;
beforeAll(async () => {
  server = await startBetterAuth();
  cloud = await startOwnAuthority([authRuleFor("better-auth", { url: server.url, organization: true })]);
}, 240_000);
afterAll(async () => {
  // Each session store of Better Auth removes its window listeners a second after its last reader has left. Wait for
  // that, because jsdom removes the window when the file ends.
  await vi.waitFor(
    () => expect(sessions.filter((session) => "active" in session && session.active)).toEqual([]),
    30_000,
  );
  await cloud?.close();
  await server?.close();
});

const password = "correct horse battery staple";
/** The session stores of all Better Auth clients. A store is `active` while it listens to the window. */
const sessions: object[] = [];
const unauthorized = () => Response.json({ code: "UNAUTHORIZED", message: "Unauthorized" }, { status: 401 });

async function start(): Promise<Browser> {
  const browser = createCookieFetch(PAGE_ORIGIN);
  const createClient = () => {
    const client = createAuthClient({
      baseURL: server.url,
      plugins: [jwtClient(), organizationClient()],
      fetchOptions: { customFetchImpl: browser.fetch },
    });
    sessions.push(client.$store.atoms["session"] ?? {});
    return client;
  };
  const client = createClient();
  const open = (usedClient = client) =>
    renderApp({ useSource: () => useBetterAuthTokenSource(usedClient), cloudUrl: cloud.url, random: () => 0 });
  const signUp = async (name: string, usedClient: ReturnType<typeof createClient>) => {
    const email = `${name}-${crypto.randomUUID()}@example.com`;
    const { data } = await act(() => usedClient.signUp.email({ email, password, name }));
    return { email, id: data?.user.id ?? "" };
  };

  // The second user signs up in another browser, which has its own cookies.
  const otherBrowser = createCookieFetch(PAGE_ORIGIN);
  const bob = await signUp(
    "bob",
    createAuthClient({
      baseURL: server.url,
      plugins: [jwtClient(), organizationClient()],
      fetchOptions: { customFetchImpl: otherBrowser.fetch },
    }) as ReturnType<typeof createClient>,
  );
  const ada = await signUp("ada", client);
  const slug = `org-${crypto.randomUUID()}`;
  const { data } = await act(() => client.organization.create({ name: slug, slug }));
  await act(() => client.organization.setActive({ organizationId: null }));
  const renewals = watchRenewals(
    ({ url, headers }) => (url.pathname === "/api/auth/token" ? (headers.get("Cookie") ?? "") : undefined),
    { expired: unauthorized },
  );
  return {
    renewals,
    workspaces: { ada: ada.id, bob: bob.id, adaInOtherOrganization: `${data?.id}:${ada.id}` },
    openSignedIn: async () => open(),
    openTab: async () => open(createClient()),
    signInAgain: () => act(() => client.signIn.email({ email: ada.email, password })),
    storeBobsSession: () => createClient().signIn.email({ email: bob.email, password }),
    switchOrganization: () => act(() => client.organization.setActive({ organizationId: data?.id ?? "" })),
  };
}

runMatrix("better-auth", "Better Auth's client, with its own server", start);
