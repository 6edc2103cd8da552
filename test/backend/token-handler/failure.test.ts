import { beforeEach, describe, expect, it, vi } from "vitest";
import { createTokenHandler, type TokenHandlerOptions } from "../../../src/backend/index.ts";
import { createTestToken } from "../../../src/testing/create-test-token.ts";
import { apiKey, ids, post, setUpTokenRoute } from "./set-up-token-route.ts";

let token: string;
const { fetch, onError, handler } = setUpTokenRoute(() => token);
beforeEach(async () => {
  token = await createTestToken(ids);
});

describe("a failure of the token route", () => {
  const refuse = (status: number, headers: Record<string, string> = {}) =>
    fetch.mockImplementation(async () => Response.json({ error: "Unknown or expired API key" }, { status, headers }));
  const fail = async (options: Partial<TokenHandlerOptions> = {}) => {
    const response = await handler(options)(post());
    const text = await response.text();
    expect(text).not.toContain("verysecret");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as unknown };
  };

  it("returns 502 for a rejected API key, and reports the cause only on the server", async () => {
    refuse(403);
    expect(await fail()).toMatchObject({
      status: 502,
      body: { error: "The token service refused this server", code: "rejected" },
    });
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "rejected", message: expect.stringContaining("Unknown or expired API key") }),
    );
  });

  it("returns 503 for a temporary failure of the token service, and 502 for any other failure", async () => {
    refuse(500);
    expect(await fail()).toMatchObject({ status: 503, body: { code: "exchange_failed" } });
    refuse(404);
    expect(await fail()).toMatchObject({ status: 502, body: { code: "exchange_failed" } });
  });

  it("returns 503 when the token service is unreachable", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    fetch.mockRejectedValue(new TypeError("fetch failed"));
    expect(await fail()).toMatchObject({ status: 503, body: { code: "network" } });
  });

  it("F19 returns the status 429 and the header Retry-After of the token service", async () => {
    refuse(429, { "Retry-After": "60" });
    const { status, headers, body } = await fail();
    expect(status).toBe(429);
    expect(body).toMatchObject({ code: "rate_limited" });
    expect(headers.get("Retry-After")).toBe("60");
  });

  it("returns 502 if the minted token belongs to another user", async () => {
    token = await createTestToken({ userId: "user_2" });
    const { status, body } = await fail();
    expect(status).toBe(502);
    expect(body).toMatchObject({ code: "identity_mismatch" });
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("session of alice@example.com: secret-cookie");
      },
    ],
    [
      "rejects",
      async () => {
        throw new Error("session of alice@example.com: secret-cookie");
      },
    ],
    [
      "throws a string",
      () => {
        throw "secret-cookie";
      },
    ],
  ])("returns 500 without the original message if `authorize` %s", async (_label, authorize) => {
    const { status, body } = await fail({ authorize });
    expect(status).toBe(500);
    expect(body).toEqual({ error: "The token route failed", code: "source_failed" });
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "source_failed", message: "`authorize` threw." }),
    );
    expect(onError.mock.calls[0]?.[0]).toHaveProperty("cause");
  });

  it.each([
    ["the request's Authorization header", { headers: { Authorization: "Bearer sk_aui_proj_0abc_0theirs" } }],
    ["the request's body", { body: JSON.stringify({ apiKey: "sk_aui_proj_0abc_0theirs" }) }],
  ])("S48 ignores an API key in %s and uses the configured API key", async (_label, init) => {
    const { headers, ...rest } = init as { headers?: Record<string, string>; body?: string };
    expect((await handler({ authorize: () => null })(post(headers, rest))).status).toBe(401);
    expect((await handler()(post(headers, rest))).status).toBe(200);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0]?.[1]?.headers).toMatchObject({ Authorization: `Bearer ${apiKey}` });
  });

  it("returns 500 if `authorize` returns an invalid id, and passes the cause to onError", async () => {
    const { status, body } = await fail({ authorize: () => ({ workspaceId: "w", userId: "" }) });
    expect(status).toBe(500);
    expect(body).toEqual({ error: "The token route failed", code: "configuration" });
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ message: "`userId` must not be empty." });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("by default, logs a failure in one line and omits the cause of the failure", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const authorize = () => {
      throw new Error("secret-cookie");
    };
    await createTokenHandler({ apiKey, fetch, authorize })(post());
    expect(log).toHaveBeenCalledTimes(1);
    expect(log.mock.calls[0]?.join(" ")).toMatch(/^assistant-cloud-auth: source_failed: `authorize` threw\. /);
    expect(log.mock.calls[0]?.join(" ")).not.toContain("secret-cookie");
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("secret-cookie");
      },
    ],
    ["rejects", () => Promise.reject(new Error("secret-cookie"))],
  ])("if `onError` %s, still answers the request, and logs the failure itself", async (_label, broken) => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    refuse(401);
    expect(await fail({ onError: broken })).toMatchObject({ status: 502, body: { code: "rejected" } });
    await vi.waitFor(() => expect(log).toHaveBeenCalledOnce());
    expect(log.mock.calls[0]?.join(" ")).toMatch(
      /^assistant-cloud-auth: `onError` threw, so here is its error: rejected: /,
    );
    expect(log.mock.calls[0]?.join(" ")).not.toContain("secret-cookie");
  });
});
