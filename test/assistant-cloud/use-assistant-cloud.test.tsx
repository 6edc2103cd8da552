import { act, cleanup, render } from "@testing-library/react";
import type { AssistantCloud } from "assistant-cloud";
import {
  AssistantCloudProvider,
  type AssistantCloudProviderProps,
  anonymousTokenSource,
  backendTokenSource,
  providerTokenSource,
  type TokenSource,
  useAuthToken,
} from "assistant-cloud-auth";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { useAssistantCloud } from "../../src/assistant-cloud/index.ts";
import { startThreadServer, type ThreadServer } from "./support/start-thread-server.ts";

const SLOW = { timeout: 20_000, interval: 20 };

let server: ThreadServer;
beforeAll(async () => {
  server = await startThreadServer();
}, 120_000);
afterAll(() => server.close());
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});
afterEach(() => {
  cleanup();
  server.requests.length = 0;
  server.refused.clear();
  server.rotateTo = null;
  server.aheadMs = 0;
  localStorage.clear();
});

/** Matches the error code of a replaced user's client: `superseded`, or `disposed` if the engine is disposed. */
const GONE = expect.stringMatching(/^(superseded|disposed)$/);

function sourceOf(userId: string, workspaceId = `org:${userId}`, key: string | null = userId) {
  const fetchToken = vi.fn(() => server.mint(userId, workspaceId));
  return { fetchToken, source: backendTokenSource({ fetchToken, key }) };
}

interface Seen {
  clouds: AssistantCloud[];
  getToken: ReturnType<typeof useAuthToken>;
}

function Reader({ seen }: { seen: Seen }) {
  seen.clouds.push(useAssistantCloud({ telemetry: false }));
  seen.getToken = useAuthToken();
  return null;
}

async function mount(tokenSource: TokenSource, options: Partial<AssistantCloudProviderProps> = {}) {
  const seen: Seen = { clouds: [], getToken: async () => null };
  const app = (next: TokenSource, more: Partial<AssistantCloudProviderProps> = {}) => (
    <AssistantCloudProvider baseUrl={server.url} tokenSource={next} {...options} {...more}>
      <Reader seen={seen} />
      <Reader seen={seen} />
    </AssistantCloudProvider>
  );
  const view = await act(async () => render(app(tokenSource)));
  return {
    seen,
    get cloud(): AssistantCloud {
      const last = seen.clouds.at(-1);
      if (last === undefined) throw new Error("Nothing has rendered yet.");
      return last;
    },
    getToken: (request?: { forceRefresh?: boolean }) => act(() => seen.getToken(request)),
    switchTo: (next: TokenSource, more: Partial<AssistantCloudProviderProps> = {}) =>
      act(async () => view.rerender(app(next, more))),
    unmount: () => act(async () => view.unmount()),
  };
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "resolved",
    (error: unknown) => error,
  );
const create = (cloud: AssistantCloud, title: string) => cloud.threads.create({ title, last_message_at: new Date() });

describe("the hook useAssistantCloud()", () => {
  it("with one call of the token source, the client creates and lists threads in the token's workspace", async () => {
    const ada = sourceOf("ada", "org-1:ada");
    const app = await mount(ada.source);
    const { thread_id } = await act(() => create(app.cloud, "Hello"));
    const { threads } = await act(() => app.cloud.threads.list());
    expect(threads.map(({ id, workspace_id, title }) => [id, workspace_id, title])).toEqual([
      [thread_id, "org-1:ada", "Hello"],
    ]);
    await act(() => Promise.all([1, 2, 3].map(() => app.cloud.threads.list())));
    expect(ada.fetchToken).toHaveBeenCalledTimes(1);
    expect(new Set(server.requests.map(({ token }) => token)).size).toBe(1);
  });

  it("returns one client to all components, and keeps it after a rerender and after a refresh", async () => {
    const ada = sourceOf("ada");
    const app = await mount(ada.source);
    await app.getToken({ forceRefresh: true });
    await app.switchTo(backendTokenSource({ fetchToken: ada.fetchToken, key: "ada" }));
    expect(new Set(app.seen.clouds).size).toBe(1);
    await act(() => app.cloud.threads.list());
    expect(server.requests.at(-1)?.token).toBe(await app.getToken());
  });

  it("requests succeed for a user of an auth provider and for an anonymous visitor", async () => {
    const getToken = vi.fn(() => server.authority.issueProviderToken({ sub: "grace" }));
    const direct = await mount(providerTokenSource({ key: "grace", getToken }));
    await act(() => direct.cloud.threads.list());
    expect(server.requests.at(-1)).toMatchObject({ userId: "grace", workspaceId: "grace" });
    expect(getToken).toHaveBeenCalledTimes(1);
    await direct.unmount();

    const visitor = await mount(anonymousTokenSource());
    await act(() => visitor.cloud.threads.list());
    const first = server.requests.at(-1)?.userId;
    expect(first).toMatch(/^usr_anon_0/);
    await visitor.unmount();
    const again = await mount(anonymousTokenSource());
    await act(() => again.cloud.threads.list());
    expect(server.requests.at(-1)?.userId).toBe(first);
  });
});

describe("a switch of user, organization or base URL", () => {
  it("returns a new client after a switch of the user, and the old client sends no further request", async () => {
    const app = await mount(sourceOf("ada").source);
    await act(() => create(app.cloud, "Ada's"));
    const before = app.cloud;
    const release = server.hold();
    const pendingList = before.threads.list();
    await vi.waitFor(() => expect(server.waiting).toBe(1), SLOW);
    await app.switchTo(sourceOf("grace").source);
    expect(app.cloud).not.toBe(before);
    const after = app.cloud.threads.list();
    const lateRequest = reasonOf(before.threads.list());
    release();
    expect((await pendingList).threads.map(({ title }) => title)).toContain("Ada's");
    expect((await act(() => after)).threads).toEqual([]);
    expect(await lateRequest).toMatchObject({ code: GONE });
    for (const { token, userId } of server.requests) expect(decodeJwt(token).sub).toBe(userId);
    expect(server.requests.filter(({ userId }) => userId === "grace")).toHaveLength(1);
  });

  it("F27 drops a request that waits for the token of the previous user", async () => {
    let answer = (_token: string) => {};
    const slow = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const app = await mount(backendTokenSource({ fetchToken: () => slow, key: "ada" }));
    const waiting = reasonOf(app.cloud.threads.list());
    await app.switchTo(sourceOf("grace").source);
    answer(await server.mint("ada", "org:ada"));
    expect(await waiting).toMatchObject({ code: "superseded" });
    await act(() => app.cloud.threads.list());
    expect(server.requests.map(({ userId }) => userId)).toEqual(["grace"]);
  });

  it("each client uses only its own user's workspace, even if the user changes during requests", async () => {
    const people = ["ada", "grace", "edsger"];
    const sources = new Map(people.map((person) => [person, sourceOf(person).source]));
    const app = await mount(sourceOf("ada").source);
    const outcomes: Promise<{ person: string; owners: string[] } | null>[] = [];
    for (let round = 0; round < 12; round += 1) {
      const person = people[round % people.length] ?? "";
      await app.switchTo(sources.get(person) ?? sourceOf(person).source);
      const { cloud } = app;
      for (let call = 0; call < 3; call += 1) {
        const listed = create(cloud, person).then(() => cloud.threads.list());
        outcomes.push(
          listed.then(
            ({ threads }) => ({ person, owners: threads.map(({ workspace_id }) => workspace_id) }),
            () => null,
          ),
        );
      }
    }
    const results = await act(() => Promise.all(outcomes));
    for (const result of results) for (const owner of result?.owners ?? []) expect(owner).toBe(`org:${result?.person}`);
    expect(results.filter((result) => result !== null).length).toBeGreaterThanOrEqual(3);
    for (const { title, workspace_id } of server.threads.filter((thread) => people.includes(thread.title ?? ""))) {
      expect(workspace_id).toBe(`org:${title}`);
    }
  });

  it("a client rejects calls if a token source without a key returns another user's token", async () => {
    let person = "ada";
    const app = await mount(backendTokenSource({ fetchToken: () => server.mint(person, `org:${person}`) }));
    await act(() => app.cloud.threads.list());
    const before = app.cloud;
    person = "grace";
    await app.getToken({ forceRefresh: true });
    expect(app.cloud).not.toBe(before);
    expect(await reasonOf(before.threads.list())).toMatchObject({ code: "superseded" });
    await act(() => app.cloud.threads.list());
    expect(server.requests.map(({ userId }) => userId)).toEqual(["ada", "grace"]);
  });

  it("returns a new client if the base URL changes", async () => {
    const { source } = sourceOf("ada");
    const app = await mount(source);
    const before = app.cloud;
    await app.switchTo(source, { baseUrl: `${server.url}/` });
    expect(app.cloud).toBe(before);
    await app.switchTo(source, { baseUrl: server.url.replace("127.0.0.1", "localhost") });
    expect(app.cloud).not.toBe(before);
  });
});

describe("a sign-out", () => {
  it("F29 after a sign-out, the client rejects calls and drops the events in its queue", async () => {
    const app = await mount(sourceOf("ada").source);
    await act(() => app.cloud.threads.list());
    const { cloud } = app;
    cloud.telemetry.enabled = true;
    const added = vi.spyOn(window, "addEventListener");
    const removed = vi.spyOn(window, "removeEventListener");
    cloud.events.track({ kind: "message_sent" });
    const [, onHide] = added.mock.calls.find(([type]) => type === "pagehide") ?? [];
    expect(onHide).toBeDefined();
    await app.switchTo(providerTokenSource({ key: null, getToken: async () => null }));
    expect(await reasonOf(cloud.threads.list())).toMatchObject({ code: GONE });
    await vi.waitFor(
      async () => expect(await reasonOf(app.cloud.threads.list())).toMatchObject({ code: "signed_out" }),
      SLOW,
    );
    // The client has dropped its queue, so it no longer listens for `pagehide`.
    expect(removed).toHaveBeenCalledWith("pagehide", onHide);
    vi.restoreAllMocks();
    expect(server.requests).toHaveLength(1);
  });

  it("keeps the client if its user signs out and signs in again", async () => {
    let isSignedIn = true;
    const source = backendTokenSource({ fetchToken: async () => (isSignedIn ? server.mint("ada", "org:ada") : null) });
    const app = await mount(source);
    await act(() => app.cloud.threads.list());
    const before = app.cloud;
    isSignedIn = false;
    await app.getToken({ forceRefresh: true });
    expect(await act(() => reasonOf(before.threads.list()))).toMatchObject({ code: "signed_out" });
    expect(server.requests).toHaveLength(1);
    isSignedIn = true;
    await act(async () => before.auth.invalidate());
    await act(() => app.cloud.threads.list());
    expect(app.cloud).toBe(before);
    expect(server.requests).toHaveLength(2);
  });
});

describe("a response with status 401", () => {
  it("F23 if several requests get status 401, the client refreshes once and repeats each request once", async () => {
    const ada = sourceOf("ada");
    const app = await mount(ada.source);
    const token = await app.getToken();
    server.refused.add(token ?? "");
    const created = await act(() => Promise.all([1, 2, 3, 4].map((number) => create(app.cloud, `401-${number}`))));
    expect(new Set(created.map(({ thread_id }) => thread_id)).size).toBe(4);
    expect(server.threads.filter(({ title }) => title?.startsWith("401-"))).toHaveLength(4);
    expect(ada.fetchToken).toHaveBeenCalledTimes(2);
    expect(server.requests.filter(({ userId }) => userId === null).length).toBeLessThanOrEqual(4);
    expect(server.requests.filter(({ userId }) => userId === "ada")).toHaveLength(4);
  });

  it("returns status 401 to the caller if the repeated request also gets status 401", async () => {
    const ada = sourceOf("ada");
    ada.fetchToken.mockImplementation(async () => {
      const token = await server.mint("ada", "org:ada");
      server.refused.add(token);
      return token;
    });
    const app = await mount(ada.source);
    expect(await act(() => reasonOf(app.cloud.threads.list()))).toMatchObject({ name: "CloudAPIError", status: 401 });
    expect(server.requests).toHaveLength(2);
  });

  it("a 401 with the code token_revoked signs the app out until the user signs in again", async () => {
    const ada = sourceOf("ada", "org:revoked", "revoked");
    const app = await mount(ada.source);
    await act(() => app.cloud.threads.list());
    await server.authority.authority.revocations.add({ kind: "workspace", subject: "org:revoked" });
    const isRefused = async () => {
      const reason = await reasonOf(app.cloud.threads.list());
      expect(reason).toMatchObject({ name: "CloudAPIError", status: 401, details: { code: "token_revoked" } });
    };
    // The server receives the revocation within a second.
    await act(() => vi.waitFor(isRefused, SLOW));
    expect(await app.getToken()).toBeNull();
    expect(await act(() => reasonOf(app.cloud.threads.list()))).toMatchObject({ code: "signed_out" });
    expect(ada.fetchToken).toHaveBeenCalledTimes(1);
    await app.switchTo({ ...ada.source, session: "second" });
    await act(() => vi.waitFor(async () => expect((await app.cloud.threads.list()).threads).toBeDefined(), SLOW));
  });

  it("refreshes the token only after status 401, and returns other errors to the caller", async () => {
    const ada = sourceOf("ada");
    const app = await mount(ada.source);
    expect(await act(() => reasonOf(app.cloud.threads.get("thread_0other")))).toMatchObject({ status: 404 });
    expect(ada.fetchToken).toHaveBeenCalledTimes(1);
  });
});

describe("a replacement token in a response of the server", () => {
  /** Mints a token that is issued later than the engine's token, because the engine accepts only a newer token. */
  const fresher = async (userId: string) => {
    server.aheadMs = 4_000;
    return server.mint(userId, `org:${userId}`);
  };

  it("F26 `getToken()` and the next request use the replacement token from a response header", async () => {
    const ada = sourceOf("ada");
    const app = await mount(ada.source);
    const first = await app.getToken();
    const rotated = await fresher("ada");
    server.rotateTo = rotated;
    await act(() => app.cloud.threads.list());
    expect(await app.getToken()).toBe(rotated);
    expect(rotated).not.toBe(first);
    await act(() => app.cloud.threads.list());
    expect(server.requests.at(-1)?.token).toBe(rotated);
    expect(ada.fetchToken).toHaveBeenCalledTimes(1);
  });

  it("F26 ignores a replacement token that is malformed or belongs to another user", async () => {
    const app = await mount(sourceOf("ada").source);
    const token = await app.getToken();
    for (const invalidToken of ["no-jwt", await fresher("grace")]) {
      server.rotateTo = invalidToken;
      expect((await act(() => app.cloud.threads.list())).threads).toBeInstanceOf(Array);
      expect(await app.getToken()).toBe(token);
    }
  });
});

describe("the AssistantCloud client of useAssistantCloud()", () => {
  it("after `cloud.auth.invalidate()`, the next request fetches a new token", async () => {
    const ada = sourceOf("ada");
    const app = await mount(ada.source);
    await act(() => app.cloud.threads.list());
    await act(async () => app.cloud.auth.invalidate());
    await act(() => app.cloud.threads.list());
    expect(ada.fetchToken).toHaveBeenCalledTimes(2);
    expect(new Set(server.requests.map(({ token }) => token)).size).toBe(2);
  });

  it("F6 sends no expired token if the local clock is ten minutes slow", async () => {
    const ada = sourceOf("ada");
    const app = await mount(ada.source);
    await act(() => app.cloud.threads.list());
    const sent = server.requests[0]?.token;
    // The client's own cache compares only wall-clock times. With the clock ten minutes back, it would keep the
    // five-minute token for fifteen minutes.
    server.aheadMs = 310_000;
    const monotonic = performance.now.bind(performance);
    const wall = vi.spyOn(Date, "now").mockImplementation(
      (
        (start) => () =>
          start - 600_000
      )(Date.now()),
    );
    const mono = vi.spyOn(performance, "now").mockImplementation(() => monotonic() + 310_000);
    const { threads } = await act(() => app.cloud.threads.list());
    wall.mockRestore();
    mono.mockRestore();
    expect(threads).toBeInstanceOf(Array);
    expect(server.requests.map(({ token }) => token === sent)).toEqual([true, false]);
  });

  it("outside AssistantCloudProvider, useAssistantCloud() throws an error that names the missing component", () => {
    const seen: Seen = { clouds: [], getToken: async () => null };
    const console_ = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(() => render(<Reader seen={seen} />)).toThrow(/AssistantCloudProvider/);
    console_.mockRestore();
  });
});
