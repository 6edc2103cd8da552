import { describe, expect, it, vi } from "vitest";
import type { AssistantCloudAuthError } from "../../../src/backend/index.ts";
import { createTestToken } from "../../../src/testing/create-test-token.ts";
import { startServer } from "../start-server.ts";
import { type Answer, cutConnection, hang, status } from "./mint-answers.ts";
import { failure, ids, setUpMintServer } from "./set-up-mint-server.ts";

const { server, create } = setUpMintServer();

describe("an outage of the token service", () => {
  it.each([502, 503, 504])("sends a mint request up to three times if the server returns status %d", async (code) => {
    server.answers.push(status(code), status(code));
    await expect(create()).resolves.toHaveProperty("token");
    expect(server.requests).toHaveLength(3);
  });

  it("after the third attempt, reports the outage with an error that is retryable", async () => {
    server.answers.push(status(503), status(503), status(503));
    expect(await failure(create())).toMatchObject({ code: "exchange_failed", retryable: true });
    expect(server.requests).toHaveLength(3);
  });

  it("does not retry after status 500, because the cause may not be an outage", async () => {
    server.answers.push(status(500));
    expect(await failure(create())).toMatchObject({ code: "exchange_failed", retryable: true });
    expect(server.requests).toHaveLength(1);
  });

  it("retries if the connection is cut", async () => {
    server.answers.push(cutConnection, cutConnection);
    await expect(create()).resolves.toHaveProperty("token");
    expect(server.requests).toHaveLength(3);
  });

  it("if no server listens, reports a network error instead of a rejected API key", async () => {
    const closed = await startServer(() => {});
    await closed.close();
    const error = await failure(create({ baseUrl: closed.url }));
    expect(error).toMatchObject({ code: "network", retryable: true, message: "The API could not be reached." });
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  /**
   * Returns the error of a mint request whose deadline passes. A fake clock reaches the deadline only after the server
   * has received the request, so the result does not depend on the machine's speed.
   */
  async function failureAtDeadline(answer: Answer): Promise<AssistantCloudAuthError> {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const arrived = new Promise<void>((resolve) => {
      server.answers.push(async (request, response) => {
        await answer(request, response);
        resolve();
      });
    });
    const failed = failure(create({ timeoutMs: 20_000 }));
    await arrived;
    await vi.advanceTimersByTimeAsync(20_000);
    return failed;
  }

  it("rejects at the deadline, without a retry, if the server does not respond", async () => {
    const error = await failureAtDeadline(hang);
    expect(error).toMatchObject({ code: "network", retryable: true });
    expect(error.message).toBe("The API did not respond within 20000 ms.");
    expect(server.requests).toHaveLength(1);
  });

  it("rejects at the deadline if the response stalls", async () => {
    const error = await failureAtDeadline((_request, response) => {
      response.writeHead(200, { "Content-Length": "1000" }).write('{"token":');
    });
    expect(error.message).toContain("within 20000 ms");
  });

  it.each([
    ["never settles", () => new Promise<Response>(() => {})],
    ["resolves to a body that never ends", async () => new Response(new ReadableStream())],
  ])("rejects at the deadline if a custom fetch ignores its signal and %s", async (_label, fetch) => {
    vi.useFakeTimers();
    const failed = failure(create({ fetch, timeoutMs: 20_000 }));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await failed).toMatchObject({
      code: "network",
      message: "The API did not respond within 20000 ms.",
    });
  });

  it("retries after a random delay whose range doubles each time", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.useFakeTimers();
    const fetch = vi.fn(async () => new Response("", { status: 503 }));
    const failed = failure(create({ fetch }));
    await vi.advanceTimersByTimeAsync(99);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(199);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(3);
    expect((await failed).code).toBe("exchange_failed");
  });

  it("if the deadline comes before the retry, rejects at the deadline and does not retry", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    vi.useFakeTimers();
    const fetch = vi.fn(async () => new Response("", { status: 503 }));
    const failed = failure(create({ fetch, timeoutMs: 100 }));
    await vi.advanceTimersByTimeAsync(100);
    expect((await failed).code).toBe("exchange_failed");
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

it("clears the deadline timer after a mint request", async () => {
  const set = vi.spyOn(globalThis, "setTimeout");
  const clear = vi.spyOn(globalThis, "clearTimeout");
  await create({ timeoutMs: 54_321 });
  server.answers.push(status(500));
  await failure(create({ timeoutMs: 54_321 }));
  const deadlines = set.mock.results.filter((_result, index) => set.mock.calls[index]?.[1] === 54_321);
  expect(deadlines).toHaveLength(2);
  for (const { value } of deadlines) expect(clear).toHaveBeenCalledWith(value);
});

describe("a rate limit of the token service", () => {
  it("F19 waits for a short Retry-After and retries", async () => {
    vi.useFakeTimers();
    const limited = new Response("", { status: 429, headers: { "Retry-After": "2" } });
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json({ token: await createTestToken(ids) }));
    fetch.mockResolvedValueOnce(limited);
    const minted = create({ fetch });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
    await expect(minted).resolves.toHaveProperty("token");
  });

  it("F19 if Retry-After is long, the error states when the rate limit ends", async () => {
    server.answers.push(status(429, { error: "rate_limited" }, { "Retry-After": "60" }));
    const before = Date.now();
    const error = await failure(create({ timeoutMs: 600_000 }));
    expect(error).toMatchObject({ code: "rate_limited", retryable: true, retryAfterMs: 60_000 });
    expect(error.retryAt?.getTime()).toBeGreaterThanOrEqual(before + 60_000);
    expect(server.requests).toHaveLength(1);
  });

  it("does not retry a rate-limited request if the response has no Retry-After header", async () => {
    server.answers.push(status(429));
    expect(await failure(create())).toMatchObject({ code: "rate_limited", retryAt: null });
    expect(server.requests).toHaveLength(1);
  });
});
