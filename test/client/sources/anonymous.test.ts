import { describe, expect, it } from "vitest";
import { anonymousTokenSource } from "../../../src/client/sources/anonymous.ts";
import { rejectionOf } from "../engine-harness.ts";
import { createWire } from "../wire.ts";

const BASE = "https://cloud.example";
const SLOT = `aui:refresh_token:${BASE}`;
const BEGIN = "POST /v1/auth/tokens/anonymous";
const CONTINUE = "POST /v1/auth/tokens/refresh";
const visit = (name: string) => ({
  access_token: `access.${name}.x`,
  refresh_token: { token: `refresh_0${name}`, expires_at: "2026-02-01T00:00:00.000Z" },
});

function visitor(answers: Parameters<typeof createWire>[0], stored?: string, slot = SLOT) {
  const storedEntries = new Map<string, string>(stored === undefined ? [] : [[slot, stored]]);
  const storage = {
    getItem: (slot: string) => storedEntries.get(slot) ?? null,
    setItem: (slot: string, value: string) => void storedEntries.set(slot, value),
    removeItem: (slot: string) => void storedEntries.delete(slot),
  };
  const wire = createWire(answers);
  const source = anonymousTokenSource({ storage });
  const { signal } = new AbortController();
  return {
    wire,
    storedEntries,
    readStored: () => JSON.parse(storedEntries.get(SLOT) ?? "null"),
    get: () => source.getToken({ signal, forceRefresh: false, baseUrl: BASE, fetch: wire.fetch }),
  };
}
const stored = JSON.stringify(visit("ada").refresh_token);

describe("anonymousTokenSource", () => {
  it("if no refresh token is stored, creates a visitor and stores the visitor's refresh token", async () => {
    const { wire, get, readStored } = visitor({ [BEGIN]: Response.json(visit("new")) });
    expect(await get()).toBe("access.new.x");
    expect(readStored()).toEqual(visit("new").refresh_token);
    expect(wire.sent[0]).toMatchObject({ authorization: null, body: "" });
  });

  it("uses the stored refresh token to continue as the stored visitor", async () => {
    const { wire, get } = visitor({ [CONTINUE]: Response.json(visit("ada")) }, stored);
    expect(await get()).toBe("access.ada.x");
    expect(wire.paths()).toEqual([CONTINUE]);
    expect(wire.sent[0]?.body).toBe('{"refresh_token":"refresh_0ada"}');
  });

  it.each([408, 425, 429, 500, 503])(
    "does not replace the stored visitor if a refresh gets status %s",
    async (status) => {
      const { wire, get, readStored } = visitor({ [CONTINUE]: new Response(null, { status }) }, stored);
      expect(await rejectionOf(get())).toMatchObject({ retryable: true });
      expect(wire.paths()).toEqual([CONTINUE]);
      expect(readStored().token).toBe("refresh_0ada");
    },
  );

  it.each([403, 404])(
    "F67 does not replace the stored visitor if a proxy answers a refresh with a page and status %s",
    async (status) => {
      const page = new Response("<html></html>", { status, headers: { "Content-Type": "text/html" } });
      const { wire, get, readStored } = visitor({ [CONTINUE]: page, [BEGIN]: Response.json(visit("new")) }, stored);
      expect(await rejectionOf(get())).toMatchObject({ code: "source_failed", retryable: true });
      expect(wire.paths()).toEqual([CONTINUE]);
      expect(readStored().token).toBe("refresh_0ada");
    },
  );

  it("F56 reports a page in place of a new visitor as `source_failed`, with a remedy that names redirects", async () => {
    const page = new Response("<html></html>", { headers: { "Content-Type": "text/html" } });
    const error = await rejectionOf(visitor({ [BEGIN]: page }).get());
    expect(error).toMatchObject({ code: "source_failed", retryable: true });
    expect(error.remedy).toContain("redirects");
  });

  it("F34 if another tab stores a visitor while this tab creates one, both tabs use the stored visitor", async () => {
    const first = visitor({
      [BEGIN]: () => {
        first.storedEntries.set(SLOT, stored);
        return Response.json(visit("late"));
      },
      [CONTINUE]: Response.json(visit("ada")),
    });
    expect(await first.get()).toBe("access.ada.x");
    expect(first.readStored().token).toBe("refresh_0ada");
  });

  it("continues as the visitor of an earlier version of the client, and moves the refresh token to the new entry", async () => {
    const { get, storedEntries } = visitor({ [CONTINUE]: Response.json(visit("ada")) }, stored, "aui:refresh_token");
    expect(await get()).toBe("access.ada.x");
    expect([...storedEntries]).toEqual([[SLOT, stored]]);
  });

  it.each(["refresh_0new", { token: "refresh_0new" }, { token: "", expires_at: "2026-02-01T00:00:00.000Z" }])(
    "keeps the stored refresh token if a response contains the malformed one %j",
    async (refresh_token) => {
      const malformed = Response.json({ ...visit("ada"), refresh_token });
      const { get, readStored } = visitor({ [CONTINUE]: malformed }, stored);
      expect(await get()).toBe("access.ada.x");
      expect(readStored().token).toBe("refresh_0ada");
    },
  );

  it("reports a connection that is lost during the body as `network`", async () => {
    const lost = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError("network error")) }));
    const { get } = visitor({ [CONTINUE]: lost }, stored);
    expect(await rejectionOf(get())).toMatchObject({ code: "network" });
  });

  it("does not replace the stored visitor if a refresh gets no response", async () => {
    const { get, readStored } = visitor({ [CONTINUE]: new TypeError("down") }, stored);
    expect(await rejectionOf(get())).toMatchObject({ code: "network" });
    expect(readStored().token).toBe("refresh_0ada");
  });

  it("creates a new visitor if the stored refresh token is rejected or malformed", async () => {
    const refused = Response.json({ error: "Invalid refresh token" }, { status: 403 });
    const first = visitor({ [CONTINUE]: refused, [BEGIN]: Response.json(visit("new")) }, stored);
    expect(await first.get()).toBe("access.new.x");
    expect(first.readStored().token).toBe("refresh_0new");
    for (const broken of ["{", "null", '{"token":1}', '"text"']) {
      expect(await visitor({ [BEGIN]: Response.json(visit("new")) }, broken).get()).toBe("access.new.x");
    }
  });

  it("reports that the server does not allow anonymous visitors", async () => {
    const refused = Response.json({ error: "Anonymous access is not allowed" }, { status: 403 });
    const error = await rejectionOf(visitor({ [BEGIN]: refused }).get());
    expect(error).toMatchObject({ code: "rejected", retryable: false });
    expect(error.message).toContain("Anonymous access is not allowed");
  });
});
