import { act, renderHook } from "@testing-library/react";
import { authRuleFor } from "assistant-cloud-server";
import { jwtClient, organizationClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type BetterAuthClient, useBetterAuthTokenSource } from "../../../src/integrations/better-auth.ts";
import { createCookieFetch } from "../support/create-cookie-fetch.ts";
import { renderApp } from "../support/render-app.tsx";
import { type OwnAuthority, startOwnAuthority } from "../support/start-own-authority.ts";
import { type BetterAuthServer, PAGE_ORIGIN, startBetterAuth } from "./support/start-better-auth.ts";

let server: BetterAuthServer;
let plain: BetterAuthServer;
let cloud: OwnAuthority;
beforeAll(async () => {
  [server, plain] = await Promise.all([startBetterAuth(), startBetterAuth({ jwt: false })]);
  cloud = await startOwnAuthority([authRuleFor("better-auth", { url: server.url, organization: true })]);
}, 180_000);
afterAll(async () => {
  // Each session store of Better Auth removes its window listeners a second after its last reader has left. Wait for
  // that, because jsdom removes the window when the file ends.
  await vi.waitFor(
    () => expect(sessions.filter((session) => "active" in session && session.active)).toEqual([]),
    30_000,
  );
  await cloud.close();
  await Promise.all([server.close(), plain.close()]);
});

const password = "correct horse battery staple";
let people = 0;
/** The session stores of all Better Auth clients. A store is `active` while it listens to the window. */
const sessions: object[] = [];

/**
 * Creates a Better Auth client in a browser, by default a new one, which has its own cookies. `app` opens the app.
 */
function start(baseURL = server.url, browser = createCookieFetch(PAGE_ORIGIN)) {
  const client = createAuthClient({
    baseURL,
    plugins: [jwtClient(), organizationClient()],
    fetchOptions: { customFetchImpl: browser.fetch },
  });
  sessions.push(client.$store.atoms["session"] ?? {});
  return {
    browser,
    client,
    app: () => renderApp({ useSource: () => useBetterAuthTokenSource(client), cloudUrl: cloud.url }),
    async signUp() {
      people += 1;
      const email = `person-${people}@example.com`;
      const { data, error } = await act(() => client.signUp.email({ email, password, name: `Person ${people}` }));
      if (data === null) throw new Error(`No sign-up: ${error.status}`);
      return { id: data.user.id, email };
    },
    async makeOrganization() {
      const slug = `org-${crypto.randomUUID()}`;
      const { data } = await act(() => client.organization.create({ name: slug, slug }));
      const organizationId = data?.id ?? "";
      await act(() => client.organization.setActive({ organizationId }));
      return organizationId;
    },
  };
}

/**
 * Renders the hook. At each render, records in `states` whether Better Auth is pending and whether the token source is
 * pending.
 */
function renderSource({ client }: ReturnType<typeof start>) {
  const states: [isPending: boolean, isSourcePending: boolean][] = [];
  const { result, unmount } = renderHook(() => {
    const { isPending } = client.useSession();
    const source = useBetterAuthTokenSource(client);
    states.push([isPending, source.isPending === true]);
    return source;
  });
  onTestFinished(unmount);
  return { states, result, untilRead: () => vi.waitFor(() => expect(states.at(-1)?.[0]).toBe(false)) };
}

const useWithoutClient = () => useBetterAuthTokenSource({} as BetterAuthClient);

describe("better-auth", () => {
  it("sign-in: the rule of the Better Auth preset accepts an EdDSA token, and the user's workspace opens", async () => {
    const { app, signUp } = start();
    const { id } = await signUp();
    const page = app();
    expect(await page.untilWorkspace()).toEqual({ userId: id, workspaceId: id });
    expect(await page.callApi()).toMatchObject({ status: 200 });
    expect(decodeProtectedHeader(page.exchanges[0]?.token ?? "")).toMatchObject({ alg: "EdDSA" });
    await page.refresh();
    expect(page.exchanges.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("switch: the app opens another workspace if the organization or the user in Better Auth changes", async () => {
    const { app, client, signUp, makeOrganization } = start();
    const first = await signUp();
    const page = app();
    await page.untilWorkspace(first.id);
    const one = await makeOrganization();
    await page.untilWorkspace(`${one}:${first.id}`);
    const two = await makeOrganization();
    await page.untilWorkspace(`${two}:${first.id}`);
    await act(() => client.signOut());
    await page.untilSignedOut();
    const second = await signUp();
    await page.untilWorkspace(second.id);
  });

  it("F27 F72 a tab opens the new workspace after another tab has switched the Better Auth organization", async () => {
    const { app, browser, client, signUp, makeOrganization } = start();
    const { id } = await signUp();
    const one = await makeOrganization();
    const two = await makeOrganization();
    await act(() => client.organization.setActive({ organizationId: one }));
    const tab = start(server.url, browser).app();
    await tab.untilWorkspace(`${one}:${id}`);
    const page = app();
    await page.untilWorkspace(`${one}:${id}`);
    await act(() => client.organization.setActive({ organizationId: two }));
    await page.untilWorkspace(`${two}:${id}`);
    expect(tab.shown().workspaceId).toBe(`${one}:${id}`);
    await tab.refresh();
    await tab.untilWorkspace(`${two}:${id}`);
    await act(() => client.organization.setActive({ organizationId: null }));
    await page.untilWorkspace(id);
    await tab.refresh();
    await tab.untilWorkspace(id);
    expect(tab.exchanges.map(({ status }) => status)).toEqual(tab.exchanges.map(() => 200));
  });

  it("sign-out: after the user signs out of Better Auth, API calls fail with `signed_out`", async () => {
    const { app, client, signUp } = start();
    await signUp();
    const page = app();
    await page.untilWorkspace();
    await act(() => client.signOut());
    await page.untilSignedOut();
    await expect(page.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("sign-out: the next refresh detects that the session has ended on the Better Auth server", async () => {
    const { app, browser, signUp } = start();
    await signUp();
    const page = app();
    await page.untilWorkspace();
    browser.clear();
    await page.refresh();
    await page.untilSignedOut();
  });

  it.each([
    ["sign-out: a visitor stays signed out", () => server.url],
    ["failure: the token source does not become pending", () => "http://127.0.0.1:9"],
  ])("%s while Better Auth reads the session again in a tab that is visible again", async (_title, url) => {
    const { states, result, untilRead } = renderSource(start(url()));
    expect(states).toEqual([[true, true]]);
    await untilRead();
    const { current } = result;
    states.length = 0;
    act(() => void document.dispatchEvent(new Event("visibilitychange")));
    await vi.waitFor(() => expect(states.map(([isPending]) => isPending)).toContain(true));
    await untilRead();
    expect(states.filter(([, isSourcePending]) => isSourcePending)).toEqual([]);
    expect(result.current).toBe(current);
  });

  it("failure: a server without the jwt plugin causes an error that names the plugin", async () => {
    const { app, signUp } = start(plain.url);
    await signUp();
    expect(await app().untilError()).toMatchObject({
      code: "configuration",
      message: "The Better Auth server has no route for tokens.",
      remedy: expect.stringContaining("jwt()"),
    });
  });

  it("failure: the workspace opens although Better Auth returns 503 for the session but a token for the user", async () => {
    const { browser, signUp } = start();
    const { id } = await signUp();
    const fetch: typeof globalThis.fetch = async (input, init) =>
      `${input instanceof Request ? input.url : input}`.includes("/get-session")
        ? new Response(null, { status: 503 })
        : browser.fetch(input, init);
    const page = start(server.url, { ...browser, fetch }).app();
    expect(await page.untilWorkspace()).toEqual({ userId: id, workspaceId: id });
  });

  it("failure: an unreachable Better Auth server causes an error and does not sign the user out", async () => {
    const { app } = start("http://127.0.0.1:9");
    expect(await app().untilError()).toMatchObject({ code: "source_failed" });
  });

  it("failure: useBetterAuthTokenSource() throws an error that lists the properties that its argument lacks", () => {
    const consoleError = console.error;
    console.error = () => {};
    onTestFinished(() => {
      console.error = consoleError;
    });
    expect(() => renderHook(useWithoutClient)).toThrow(
      "useBetterAuthTokenSource() was given an object without useSession, token.",
    );
  });
});
