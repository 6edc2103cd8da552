import { render } from "@testing-library/react";
import { useAuthorizedFetch } from "assistant-cloud-auth";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactWorld, latestOf, MINUTE, mint, Probe, SECOND, World } from "./react-world.tsx";

const THREADS = "https://cloud.example/v1/threads";

/** Creates an API that responds with 401 to every token that it does not accept. Records its requests. */
function createApi(accepts: (token: string) => boolean) {
  const asked: { method: string; token: string; body: string }[] = [];
  const fetch = vi.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    asked.push({ method: request.method, token, body: await request.text() });
    return accepts(token) ? Response.json({ threads: [] }) : Response.json({ error: "Expired" }, { status: 401 });
  });
  return { asked, fetch };
}

describe("useAuthorizedFetch", () => {
  it("sends the workspace token as a bearer token", async () => {
    const token = mint();
    const world = createReactWorld(() => token);
    const api = createApi(() => true);
    const seen: (typeof fetch)[] = [];
    render(
      <World of={world} fetch={api.fetch}>
        <Probe useIt={useAuthorizedFetch} seen={seen} />
      </World>,
    );
    await advance(0);
    const response = await latestOf(seen)(THREADS, { method: "POST", body: "hello" });
    expect(await response.json()).toEqual({ threads: [] });
    expect(api.asked).toEqual([{ method: "POST", token, body: "hello" }]);
  });

  it("F23 ten requests with a 401 share one refresh, and each is sent once more", async () => {
    const world = createReactWorld();
    let refused = "";
    const api = createApi((token) => token !== refused);
    const seen: (typeof fetch)[] = [];
    render(
      <World of={world} fetch={api.fetch}>
        <Probe useIt={useAuthorizedFetch} seen={seen} />
      </World>,
    );
    await advance(2 * SECOND);
    await latestOf(seen)(THREADS);
    refused = api.asked[0]?.token ?? "";
    const all = Array.from({ length: 10 }, (_, index) =>
      latestOf(seen)(THREADS, { method: "POST", body: `n${index}` }),
    );
    await advance(0);
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(new Array(10).fill(200));
    expect(world.source.calls).toHaveLength(2);
    expect(world.source.calls[1]?.request.forceRefresh).toBe(true);
    expect(api.asked).toHaveLength(1 + 20);
    const bodies = api.asked.slice(11).map(({ body }) => body);
    expect(bodies.sort()).toEqual(Array.from({ length: 10 }, (_, index) => `n${index}`));
  });

  it("F23 returns the 401 to the caller if the repeated request also gets a 401", async () => {
    const world = createReactWorld();
    const api = createApi(() => false);
    const seen: (typeof fetch)[] = [];
    render(
      <World of={world} fetch={api.fetch}>
        <Probe useIt={useAuthorizedFetch} seen={seen} />
      </World>,
    );
    await advance(2 * SECOND);
    const promise = latestOf(seen)(THREADS);
    await advance(0);
    expect((await promise).status).toBe(401);
    expect(api.asked).toHaveLength(2);
    expect(world.source.calls).toHaveLength(2);
  });

  it("F21 sends no request while the user is signed out", async () => {
    const world = createReactWorld(() => null);
    const api = createApi(() => true);
    const seen: (typeof fetch)[] = [];
    render(
      <World of={world} fetch={api.fetch}>
        <Probe useIt={useAuthorizedFetch} seen={seen} />
      </World>,
    );
    await advance(0);
    await expect(latestOf(seen)(THREADS)).rejects.toMatchObject({ code: "signed_out" });
    expect(api.asked).toEqual([]);
  });

  it("F37 useAuthorizedFetch() always returns the same function, which uses the newest `fetch`", async () => {
    const world = createReactWorld();
    const [before, after] = [createApi(() => true), createApi(() => true)];
    const seen: (typeof fetch)[] = [];
    const view = render(
      <World of={world} fetch={before.fetch}>
        <Probe useIt={useAuthorizedFetch} seen={seen} />
      </World>,
    );
    await advance(5 * MINUTE);
    view.rerender(
      <World of={world} fetch={after.fetch}>
        <Probe useIt={useAuthorizedFetch} seen={seen} />
      </World>,
    );
    await latestOf(seen)(THREADS);
    expect([before.asked.length, after.asked.length]).toEqual([0, 1]);
    expect(new Set(seen).size).toBe(1);
  });

  it("F27 after a switch of the user, sends only the second user's token", async () => {
    const world = createReactWorld();
    const token = mint("bob");
    const bob = createReactWorld(() => token);
    const api = createApi(() => true);
    const seen: (typeof fetch)[] = [];
    const view = render(
      <World of={world} fetch={api.fetch}>
        <Probe useIt={useAuthorizedFetch} seen={seen} />
      </World>,
    );
    await advance(0);
    view.rerender(
      <World of={world} fetch={api.fetch} tokenSource={{ ...bob.tokenSource, key: "bob" }}>
        <Probe useIt={useAuthorizedFetch} seen={seen} />
      </World>,
    );
    const promise = latestOf(seen)(THREADS);
    await advance(0);
    await promise;
    expect(api.asked.map((request) => request.token)).toEqual([token]);
  });
});
