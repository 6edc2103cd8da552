import { act, render } from "@testing-library/react";
import { anonymousTokenSource, backendTokenSource, providerTokenSource } from "assistant-cloud-auth";
import { describe, expect, it, vi } from "vitest";
import { create, mount, Reader, type Seen, server, sourceOf } from "./support/mount-cloud.tsx";

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
