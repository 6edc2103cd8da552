import { describe, expect, it, vi } from "vitest";
import { providerTokenSource } from "../../../src/client/sources/provider.ts";
import { createEngineHarness, rejectionOf } from "../engine-harness.ts";
import { createWire } from "../wire.ts";

const ROUTE = "POST /v1/auth/tokens/exchange";
const opaque = "opaque-access-token";

describe("providerTokenSource", () => {
  it("exchanges the ID token and returns the workspace token", async () => {
    const harness = createEngineHarness();
    const token = harness.mint();
    const wire = createWire({ [ROUTE]: Response.json({ token }) });
    const getToken = vi.fn(async () => "id.token.one");
    const engine = createEngineHarness({
      tokenSource: providerTokenSource({ key: "ada", getToken }),
      fetch: wire.fetch,
    }).start();
    expect(await engine.getToken()).toBe(token);
    expect(getToken).toHaveBeenCalledWith({ signal: expect.any(AbortSignal), forceRefresh: false });
    expect(wire.sent[0]?.authorization).toBe("Bearer id.token.one");
  });

  it.each([
    ["an opaque token", opaque, "opaque"],
    ["an encrypted token", "a.b.c.d.e", "encrypted"],
    ["an empty string", "", "empty"],
  ])("F10 rejects %s instead of exchanging it, and the error does not quote the ID token", async (_, given, word) => {
    const wire = createWire({});
    const tokenSource = providerTokenSource({ key: "ada", getToken: async () => given });
    const error = await rejectionOf(createEngineHarness({ tokenSource, fetch: wire.fetch }).start().getToken());
    expect(error).toMatchObject({ code: "invalid_token" });
    expect(error.message).toContain(word);
    expect(error.message).not.toContain(opaque);
    expect(wire.sent).toEqual([]);
  });

  it("calls the app's `getToken` with `forceRefresh` after the server has rejected an expired ID token", async () => {
    const harness = createEngineHarness();
    const token = harness.mint();
    const expired = Response.json({ error: "JWT token has expired" }, { status: 401 });
    const wire = createWire({ [ROUTE]: [expired, Response.json({ token })] });
    const getToken = vi.fn(async () => "id.token.one");
    const app = createEngineHarness({ tokenSource: providerTokenSource({ key: "ada", getToken }), fetch: wire.fetch });
    const engine = await app.started();
    expect(engine.getSnapshot()).toMatchObject({ status: "error", error: { code: "expired_token" } });
    await app.clock.advance(3_000);
    expect(engine.getSnapshot().status).toBe("authenticated");
    expect(getToken).toHaveBeenLastCalledWith({ signal: expect.any(AbortSignal), forceRefresh: true });
  });

  it("a null token signs the user out without an exchange", async () => {
    const wire = createWire({});
    const tokenSource = providerTokenSource({ key: null, getToken: async () => null });
    const engine = createEngineHarness({ tokenSource, fetch: wire.fetch }).start();
    expect(await engine.getToken()).toBe(null);
    expect(wire.sent).toEqual([]);
  });

  it("rejects the option `getToken` if it is not a function", () => {
    expect(() => providerTokenSource({ key: "ada", getToken: "token" as never })).toThrow(
      expect.objectContaining({ code: "configuration", remedy: expect.stringContaining("function itself") }),
    );
  });
});
