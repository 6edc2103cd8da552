import { act } from "@testing-library/react";
import { backendTokenSource, providerTokenSource } from "assistant-cloud-auth";
import { decodeJwt } from "jose";
import { describe, expect, it, vi } from "vitest";
import { create, GONE, mount, reasonOf, SLOW, server, sourceOf } from "./support/mount-cloud.tsx";

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
