import { describe, expect, it } from "vitest";
import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import type { TokenEngine } from "../../src/client/token-engine.ts";
import { createWorld, rejectionOf, SECOND } from "./engine-world.ts";

type Ask = (engine: TokenEngine) => Promise<unknown>;

const ways: [string, Ask][] = [
  ["getToken()", (engine) => engine.getToken()],
  ["a forced getToken()", (engine) => engine.getToken({ forceRefresh: true })],
  ["refresh()", (engine) => engine.refresh()],
  [
    "an authorized fetch",
    (engine) =>
      createAuthorizedFetch(
        () => ({ getToken: engine.getToken, adopt: () => {} }),
        () => Promise.resolve(Response.json({})),
      )("https://app.example/token"),
  ],
];

describe("a token source that waits for its own engine", () => {
  it.each(ways)("F59 rejects at once when the source awaits %s in the same turn", async (_label, ask) => {
    const world = createWorld({ source: {} });
    world.source.handle(async () => {
      await ask(engine);
      return world.mint();
    });
    const engine = world.start();
    const error = await rejectionOf(engine.getToken());
    expect(error).toMatchObject({ code: "configuration", retryable: false });
    expect(error.remedy).toMatch(/getToken.*authorized fetch/);
    expect(world.clock.monotonic()).toBe(0);
    expect(world.source.calls).toHaveLength(1);
  });

  it("F59 suggests a circular wait as the cause when a later wait times out", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(async () => {
      await Promise.resolve();
      return engine.getToken();
    });
    const engine = world.start();
    const read = rejectionOf(engine.getToken());
    await world.clock.advance(10 * SECOND);
    const error = await read;
    expect(error).toMatchObject({ code: "source_timeout" });
    expect(error.remedy).toMatch(/getToken.*authorized fetch/);
  });

  it("F59 keeps serving other readers while a source waits for its own engine", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(null);
    const engine = world.start();
    const readers = [engine.getToken(), engine.getToken()];
    await world.clock.settle();
    readers.push(engine.getToken({ forceRefresh: true }));
    const token = world.mint();
    (await world.source.waiting).resolve(token);
    expect(await Promise.all(readers)).toEqual([token, token, token]);
  });

  it("F59 keeps serving readers when a circular source throws synchronously", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(() => {
      throw new TypeError("down");
    });
    const engine = world.start();
    await rejectionOf(engine.getToken());
    world.source.handle(null);
    await world.clock.advance(2 * SECOND);
    const read = engine.getToken();
    await world.clock.settle();
    const token = world.mint();
    (await world.source.waiting).resolve(token);
    expect(await read).toBe(token);
  });

  it("F59 lets a source read the current token, because that read does not wait", async () => {
    const world = createWorld({ source: {} });
    let seen: string | null = null;
    world.source.handle(async () => {
      if (engine.getSnapshot().status === "authenticated") seen = await engine.getToken();
      return world.mint();
    });
    const engine = world.start();
    await world.clock.advance(0);
    const held = await engine.getToken();
    await world.clock.advance(245 * SECOND);
    expect(seen).toBe(held);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", revision: 2, refreshError: null });
  });
});
