import { afterEach, describe, expect, it, vi } from "vitest";
import { anonymousTokenSource } from "../../../src/client/sources/anonymous.ts";
import { createWire } from "../wire.ts";

const BASE = "https://cloud.example";
const { signal } = new AbortController();

/** Creates a cloud that counts its visitors. */
function createCloud() {
  let visitors = 0;
  const visit = (name: string) =>
    Response.json({ access_token: name, refresh_token: { token: name, expires_at: "2027-01-01T00:00:00.000Z" } });
  const wire = createWire({
    "POST /v1/auth/tokens/anonymous": () => visit(`visitor-${++visitors}`),
    "POST /v1/auth/tokens/refresh": async (request) => visit((await request.json()).refresh_token),
  });
  /** Requests a token as a new engine does, which has a `fetch` function of its own. */
  const requestToken = (source = anonymousTokenSource()) =>
    source.getToken({ signal, forceRefresh: false, baseUrl: BASE, fetch: (...request) => wire.fetch(...request) });
  return { requestToken };
}

afterEach(() => vi.unstubAllGlobals());

describe("a visitor without usable storage", () => {
  it("F46 stays the same in all engines of a browser page", async () => {
    vi.stubGlobal("navigator", { product: "Gecko" });
    const { requestToken } = createCloud();
    expect(await requestToken()).toBe("visitor-1");
    expect(await requestToken()).toBe("visitor-1");
  });

  it("is not shared between engines on a server, which may serve different visitors", async () => {
    const { requestToken } = createCloud();
    expect(await requestToken()).toBe("visitor-1");
    expect(await requestToken()).toBe("visitor-2");
  });
});

describe("an asynchronous storage, such as AsyncStorage on React Native", () => {
  it("F45 keeps the visitor until the next start of the app", async () => {
    const entries = new Map<string, string>();
    const createStorage = () => ({
      getItem: async (slot: string) => entries.get(slot) ?? null,
      setItem: async (slot: string, text: string) => void entries.set(slot, text),
      removeItem: async (slot: string) => void entries.delete(slot),
    });
    const { requestToken } = createCloud();
    expect(await requestToken(anonymousTokenSource({ storage: createStorage() }))).toBe("visitor-1");
    expect(await requestToken(anonymousTokenSource({ storage: createStorage() }))).toBe("visitor-1");
  });

  it("F45 F46 if the storage rejects, the source keeps the visitor in memory, and no rejection escapes", async () => {
    const fail = vi.fn(() => Promise.reject(new Error("disk full")));
    const source = anonymousTokenSource({ storage: { getItem: fail, setItem: fail, removeItem: fail } });
    const escaped = vi.fn();
    process.on("unhandledRejection", escaped);
    const { requestToken } = createCloud();
    expect(await requestToken(source)).toBe("visitor-1");
    expect(await requestToken(source)).toBe("visitor-1");
    // Node reports unhandled rejections at the end of a turn of the event loop, so wait for it.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", escaped);
    expect(fail).toHaveBeenCalled();
    expect(escaped).not.toHaveBeenCalled();
  });
});
