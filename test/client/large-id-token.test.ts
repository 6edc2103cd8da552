import { describe, expect, it } from "vitest";
import { createExchange } from "../../src/client/exchange.ts";
import { providerTokenSource } from "../../src/client/sources/provider.ts";
import { decodeClaims } from "../../src/core/workspace-token.ts";
import { signToken } from "../support/sign-token.ts";
import { createEngineHarness, rejectionOf } from "./engine-harness.ts";
import { createWire } from "./wire.ts";

const BASE = "https://cloud.example";
const ROUTE = "POST /v1/auth/tokens/exchange";
const PROBE = "GET /v1/threads";
const { signal } = new AbortController();
const LIMIT = 32 * 1024 - "subject_token=".length;

/**
 * Returns a text that has the three parts of a JWT and a given length. An ID token that lists groups can be this long.
 */
const tokenOfLength = (length: number) => `${"a".repeat(20)}.${"b".repeat(length - 42)}.${"c".repeat(20)}`;

const groups = Array.from({ length: 160 }, (_, index) => `9f3a4b1c-0000-4000-8000-${String(index).padStart(12, "0")}`);
const withGroups = signToken({ sub: "ada", groups });

describe("an ID token that is too large for a header", () => {
  it.each([
    ["with 160 groups", withGroups],
    ["of 4,097 characters", tokenOfLength(4097)],
    ["of the maximum length", tokenOfLength(LIMIT)],
  ])("F52 sends an ID token %s in a form body, without a preflight", async (_label, idToken) => {
    let type: string | null = null;
    const wire = createWire({
      [ROUTE](request) {
        type = request.headers.get("Content-Type");
        return Response.json({ token: "workspace.by.route" });
      },
    });
    expect(await createExchange(BASE, wire.fetch)(idToken, signal)).toBe("workspace.by.route");
    expect(wire.sent).toMatchObject([{ method: "POST", authorization: null }]);
    expect(new URLSearchParams(wire.sent[0]?.body).get("subject_token")).toBe(idToken);
    expect(type).toBe("application/x-www-form-urlencoded");
  });

  it("F52 sends an ID token of 4,096 characters in the header instead of a body", async () => {
    const idToken = tokenOfLength(4096);
    const wire = createWire({ [ROUTE]: Response.json({ token: "a.b.c" }) });
    await createExchange(BASE, wire.fetch)(idToken, signal);
    expect(wire.sent).toMatchObject([{ authorization: `Bearer ${idToken}`, body: "" }]);
  });

  it("F52 sends a large ID token in the header if the cloud has no exchange route", async () => {
    const answer = () => Response.json({}, { headers: { Authorization: "Bearer workspace.by.header" } });
    const wire = createWire({ [PROBE]: answer });
    const hosted = createExchange("https://proj-0example.assistant-api.com", wire.fetch);
    expect(await hosted(withGroups, signal)).toBe("workspace.by.header");
    expect(wire.sent).toMatchObject([{ method: "GET", authorization: `Bearer ${withGroups}` }]);
  });

  it("F52 after one failed request to the exchange route, still sends a large ID token in a body", async () => {
    const token = signToken({ sub: "ada" });
    const wire = createWire({
      [ROUTE]: [new TypeError("Failed to fetch"), Response.json({ token: "workspace.by.route" })],
      [PROBE]: Response.json({}, { headers: { Authorization: `Bearer ${token}` } }),
    });
    const exchange = createExchange(BASE, wire.fetch);
    expect(await exchange("id.token.one", signal)).toBe(token);
    expect(await exchange(withGroups, signal)).toBe("workspace.by.route");
    expect(wire.sent.at(-1)).toMatchObject({ method: "POST", authorization: null });
  });

  it.each([400, 413, 431])(
    "F52 if a large header causes a %s, the error states the limit and how to shorten the claims",
    async (status) => {
      const wire = createWire({ [PROBE]: new Response(null, { status }) });
      const error = await rejectionOf(createExchange(BASE, wire.fetch)(withGroups, signal));
      expect(error).toMatchObject({ code: "exchange_failed", message: expect.stringContaining("8,192") });
      expect(error.remedy).toMatch(/provider.*groups/);
      expect(error.message + error.remedy).not.toContain(withGroups.slice(0, 40));
    },
  );

  it("F52 rejects a token that is too long for a body and sends no request", async () => {
    const harness = createEngineHarness();
    const wire = createWire({});
    const idToken = tokenOfLength(LIMIT + 1);
    const engine = harness.start({
      fetch: wire.fetch,
      tokenSource: providerTokenSource({ key: "ada", getToken: async () => idToken }),
    });
    const error = await rejectionOf(engine.getToken());
    expect(error).toMatchObject({ code: "invalid_token", message: expect.stringContaining(`${LIMIT}`) });
    expect(error.remedy).toMatch(/provider.*groups/);
    expect(wire.sent).toEqual([]);
  });

  it("F52 an integration can read the claims of an ID token that is too large for a header", () => {
    expect(withGroups.length).toBeGreaterThan(8192);
    expect(decodeClaims(withGroups, "The auth provider")["sub"]).toBe("ada");
  });
});
