import { createControlledSource } from "assistant-cloud-auth/testing";
import { describe, expect, it } from "vitest";
import type { TokenRequest } from "../../src/core/token-source.ts";

const request: TokenRequest = {
  signal: new AbortController().signal,
  forceRefresh: true,
  baseUrl: "https://api.example.com",
  fetch: globalThis.fetch,
};

describe("createControlledSource", () => {
  it("by default, createControlledSource() creates a backend token source without a key", () => {
    expect(createControlledSource()).toMatchObject({ kind: "backend", key: null });
    expect(createControlledSource({ kind: "provider", key: "u1" })).toMatchObject({ kind: "provider", key: "u1" });
  });

  it("a controlled source records its calls, and a test can settle the calls in any order", async () => {
    const source = createControlledSource();
    const [first, second] = [source.getToken(request), source.getToken(request)];
    expect(source.calls).toHaveLength(2);
    expect(source.calls[0]?.request).toBe(request);
    source.calls[1]?.resolve("two");
    await expect(second).resolves.toBe("two");
    expect(source.calls.map((call) => call.settled)).toEqual([false, true]);
    (await source.waiting).reject(new Error("one"));
    await expect(first).rejects.toThrow("one");
  });

  it("`waiting` of a controlled source resolves to the next call that the handler has not settled", async () => {
    const source = createControlledSource({ handler: () => null });
    const waiting = source.waiting;
    await source.getToken(request);
    source.handle(null);
    const pending = source.getToken(request);
    expect(await waiting).toBe(source.calls[1]);
    expect(await source.waiting).toBe(source.calls[1]);
    (await waiting).resolve("late");
    await expect(pending).resolves.toBe("late");
  });

  it("`waiting` of a controlled source skips a call that the engine has canceled", async () => {
    const source = createControlledSource();
    const controller = new AbortController();
    void source.getToken({ ...request, signal: controller.signal });
    controller.abort();
    void source.getToken(request);
    expect(await source.waiting).toBe(source.calls[1]);
  });

  it("the handler settles the calls of a controlled source, and a test can replace or remove the handler", async () => {
    const source = createControlledSource({ handler: ({ forceRefresh }) => (forceRefresh ? "forced" : null) });
    await expect(source.getToken(request)).resolves.toBe("forced");
    await expect(source.getToken({ ...request, forceRefresh: false })).resolves.toBeNull();
    source.handle(() => {
      throw new Error("broken");
    });
    await expect(source.getToken(request)).rejects.toThrow("broken");
    source.handle(null);
    const pending = source.getToken(request);
    expect((await source.waiting).settled).toBe(false);
    (await source.waiting).resolve(null);
    await expect(pending).resolves.toBeNull();
  });
});
