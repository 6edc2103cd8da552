import { describe, expect, it, vi } from "vitest";
import type { TokenHandlerOptions } from "../../../src/backend/index.ts";
import { ids, post, route, setUpTokenRoute } from "./set-up-token-route.ts";

const { fetch, handler } = setUpTokenRoute();

describe("the origin of a request to the token route", () => {
  const sendRequest = async (headers: Record<string, string>, options: Partial<TokenHandlerOptions> = {}) =>
    (await handler(options)(new Request(route, { method: "POST", headers }))).status;

  it("accepts a request from the same origin as the route", async () => {
    expect(await sendRequest({ Origin: "https://app.example.com" })).toBe(200);
  });

  it("accepts an origin that matches the Host header but not the request's URL", async () => {
    const headers = { Origin: "https://public.example.com", Host: "public.example.com" };
    expect(await sendRequest(headers)).toBe(200);
    expect(await sendRequest({ ...headers, Host: "other.example.com" })).toBe(403);
    expect(await sendRequest({ ...headers, Origin: "http://public.example.com" })).toBe(403);
  });

  it("accepts a request with neither Origin nor Sec-Fetch-Site", async () => {
    expect(await sendRequest({})).toBe(200);
  });

  it.each(["same-origin", "none"])("accepts Sec-Fetch-Site: %s with an Origin other than the route's", async (site) => {
    expect(await sendRequest({ Origin: "https://public.example.com", "Sec-Fetch-Site": site })).toBe(200);
  });

  it.each([
    ["another site", { Origin: "https://evil.example" }],
    ["a host that starts with the route's host", { Origin: "https://app.example.com.evil.example" }],
    ["a subdomain of the route's host", { Origin: "https://x.app.example.com" }],
    ["another port", { Origin: "https://app.example.com:444" }],
    ["another scheme", { Origin: "http://app.example.com" }],
    ["an opaque origin", { Origin: "null" }],
    ["another site according to Sec-Fetch-Site", { "Sec-Fetch-Site": "cross-site" }],
    [
      "another site according to Sec-Fetch-Site, despite the route's origin",
      { Origin: "https://app.example.com", "Sec-Fetch-Site": "cross-site" },
    ],
    ["another subdomain of the same site", { Origin: "https://blog.example.com", "Sec-Fetch-Site": "same-site" }],
  ])("S58 returns 403 for a request from %s", async (_label, headers) => {
    const authorize = vi.fn(() => ids);
    expect(await sendRequest(headers as Record<string, string>, { authorize })).toBe(403);
    expect(authorize).not.toHaveBeenCalled();
  });

  const allowedOrigins = ["https://web.example.org", "http://localhost:5173"];

  it.each(allowedOrigins)("the CORS headers for the allowed origin %s allow credentials", async (origin) => {
    const response = await handler({ allowedOrigins })(post({ Origin: origin, "Sec-Fetch-Site": "cross-site" }));
    expect(response.status).toBe(200);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe(origin);
    expect(response.headers.get("Access-Control-Allow-Credentials")).toBe("true");
    expect(response.headers.get("Vary")).toBe("Accept, Origin");
  });

  it.each([
    "capacitor://localhost",
    "ionic://localhost",
    "tauri://localhost",
    "app://bundle:8080",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://7ec02d36-5c1c-4b3c-9d1b-0a1b2c3d4e5f",
    "safari-web-extension://3FD1BC49-3E2C-4B64-8E2E-1A2B3C4D5E6F",
  ])("accepts the listed origin %s of an app or an extension, and no other origin of its scheme", async (own) => {
    const listed = { allowedOrigins: [own] };
    const response = await handler(listed)(post({ Origin: own, "Sec-Fetch-Site": "cross-site" }));
    expect(response.status).toBe(200);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe(own);
    for (const Origin of [`${own}.evil`, `${own}/`, own.replace("://", "://x"), "null"]) {
      expect(await sendRequest({ Origin, "Sec-Fetch-Site": "cross-site" }, listed)).toBe(403);
    }
  });

  it("an allowed origin can read errors and the header Retry-After", async () => {
    const response = await handler({ allowedOrigins, authorize: () => null })(
      post({ Origin: allowedOrigins[0] ?? "" }),
    );
    expect(response.status).toBe(401);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe(allowedOrigins[0]);
    expect(response.headers.get("Access-Control-Expose-Headers")).toBe("Retry-After");
  });

  it("S58 the response to a disallowed origin has Vary but no CORS header", async () => {
    const response = await handler({ allowedOrigins })(post({ Origin: "https://evil.example" }));
    expect(response.status).toBe(403);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
    expect(response.headers.get("Vary")).toBe("Origin");
  });

  const preflight = (origin: string) =>
    new Request(route, {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-csrf",
      },
    });

  it("S57 accepts the preflight of an allowed origin and allows the requested headers", async () => {
    const response = await handler({ allowedOrigins })(preflight("http://localhost:5173"));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "http://localhost:5173",
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "content-type,x-csrf",
      "access-control-max-age": "7200",
      "cache-control": "no-store",
      vary: "Origin",
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("S58 rejects a preflight if no origin is allowed", async () => {
    const response = await handler()(preflight("https://web.example.org"));
    expect(response.status).toBe(405);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it("a GET request from an allowed origin gets 405, and the header Allow lists OPTIONS and POST", async () => {
    const request = new Request(route, { method: "GET", headers: { Origin: allowedOrigins[0] ?? "" } });
    const response = await handler({ allowedOrigins })(request);
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("OPTIONS, POST");
  });

  it("S58 rejects the preflight of a disallowed origin", async () => {
    const response = await handler({ allowedOrigins })(preflight("https://evil.example"));
    expect(response.status).toBe(403);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it.each([
    "*",
    "https://*.example.com/",
    "https://app.example.com/",
    "app.example.com",
    "HTTPS://APP.example.com",
    "null",
    "capacitor://localhost/",
    "capacitor://*",
    "capacitor:localhost",
    "Capacitor://localhost",
    "file://localhost",
    "http:///app.example.com",
    7,
  ])("rejects the entry %s in allowedOrigins", (entry) => {
    expect(() => handler({ allowedOrigins: [entry as string] })).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("allowedOrigins") }),
    );
  });
});
