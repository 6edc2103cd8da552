import { render } from "@testing-library/react";
import { useAuthorizedFetch } from "assistant-cloud-auth";
import { describe, expect, it, vi } from "vitest";
import {
  advance,
  createReactHarness,
  HarnessProvider,
  latestOf,
  MINUTE,
  mint,
  Probe,
  SECOND,
} from "./react-harness.tsx";

const THREADS = "https://cloud.example/v1/threads";

/** Creates an API that records its requests. If `accepts` rejects a request's token, the API responds with 401. */
function createApi(accepts: (token: string) => boolean) {
  const requests: { method: string; token: string; body: string }[] = [];
  const fetch = vi.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    requests.push({ method: request.method, token, body: await request.text() });
    return accepts(token) ? Response.json({ threads: [] }) : Response.json({ error: "Expired" }, { status: 401 });
  });
  return { asked: requests, fetch };
}

describe("useAuthorizedFetch", () => {
  it("useAuthorizedFetch() sends the workspace token as a bearer token", async () => {
    const token = mint();
    const harness = createReactHarness(() => token);
    const api = createApi(() => true);
    const seen: (typeof fetch)[] = [];
    render(
      <HarnessProvider of={harness} fetch={api.fetch}>
        <Probe useHook={useAuthorizedFetch} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    const response = await latestOf(seen)(THREADS, { method: "POST", body: "hello" });
    expect(await response.json()).toEqual({ threads: [] });
    expect(api.asked).toEqual([{ method: "POST", token, body: "hello" }]);
  });

  it("F23 ten requests that get a 401 share one refresh, and each request is sent once more", async () => {
    const harness = createReactHarness();
    let refused = "";
    const api = createApi((token) => token !== refused);
    const seen: (typeof fetch)[] = [];
    render(
      <HarnessProvider of={harness} fetch={api.fetch}>
        <Probe useHook={useAuthorizedFetch} seen={seen} />
      </HarnessProvider>,
    );
    await advance(2 * SECOND);
    await latestOf(seen)(THREADS);
    refused = api.asked[0]?.token ?? "";
    const all = Array.from({ length: 10 }, (_, index) =>
      latestOf(seen)(THREADS, { method: "POST", body: `n${index}` }),
    );
    await advance(0);
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(new Array(10).fill(200));
    expect(harness.source.calls).toHaveLength(2);
    expect(harness.source.calls[1]?.request.forceRefresh).toBe(true);
    expect(api.asked).toHaveLength(1 + 20);
    const bodies = api.asked.slice(11).map(({ body }) => body);
    expect(bodies.sort()).toEqual(Array.from({ length: 10 }, (_, index) => `n${index}`));
  });

  it("F23 returns the 401 to the caller if the repeated request also gets a 401", async () => {
    const harness = createReactHarness();
    const api = createApi(() => false);
    const seen: (typeof fetch)[] = [];
    render(
      <HarnessProvider of={harness} fetch={api.fetch}>
        <Probe useHook={useAuthorizedFetch} seen={seen} />
      </HarnessProvider>,
    );
    await advance(2 * SECOND);
    const promise = latestOf(seen)(THREADS);
    await advance(0);
    expect((await promise).status).toBe(401);
    expect(api.asked).toHaveLength(2);
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F21 sends no request while the user is signed out", async () => {
    const harness = createReactHarness(() => null);
    const api = createApi(() => true);
    const seen: (typeof fetch)[] = [];
    render(
      <HarnessProvider of={harness} fetch={api.fetch}>
        <Probe useHook={useAuthorizedFetch} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    await expect(latestOf(seen)(THREADS)).rejects.toMatchObject({ code: "signed_out" });
    expect(api.asked).toEqual([]);
  });

  it("F37 useAuthorizedFetch() always returns the same function, which calls the latest `fetch` prop", async () => {
    const harness = createReactHarness();
    const [before, after] = [createApi(() => true), createApi(() => true)];
    const seen: (typeof fetch)[] = [];
    const view = render(
      <HarnessProvider of={harness} fetch={before.fetch}>
        <Probe useHook={useAuthorizedFetch} seen={seen} />
      </HarnessProvider>,
    );
    await advance(5 * MINUTE);
    view.rerender(
      <HarnessProvider of={harness} fetch={after.fetch}>
        <Probe useHook={useAuthorizedFetch} seen={seen} />
      </HarnessProvider>,
    );
    await latestOf(seen)(THREADS);
    expect([before.asked.length, after.asked.length]).toEqual([0, 1]);
    expect(new Set(seen).size).toBe(1);
  });

  it("F27 after a switch of the user, sends only the second user's token", async () => {
    const harness = createReactHarness();
    const token = mint("bob");
    const bob = createReactHarness(() => token);
    const api = createApi(() => true);
    const seen: (typeof fetch)[] = [];
    const view = render(
      <HarnessProvider of={harness} fetch={api.fetch}>
        <Probe useHook={useAuthorizedFetch} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    view.rerender(
      <HarnessProvider of={harness} fetch={api.fetch} tokenSource={{ ...bob.tokenSource, key: "bob" }}>
        <Probe useHook={useAuthorizedFetch} seen={seen} />
      </HarnessProvider>,
    );
    const promise = latestOf(seen)(THREADS);
    await advance(0);
    await promise;
    expect(api.asked.map((request) => request.token)).toEqual([token]);
  });
});
