import { beforeEach, describe, expect, it, vi } from "vitest";
import { createTokenHandler } from "../../../src/backend/index.ts";
import { createTestToken } from "../../../src/testing/create-test-token.ts";
import { apiKey, ids, post, route, setUpTokenRoute } from "./set-up-token-route.ts";

let token: string;
const { fetch, onError, handler } = setUpTokenRoute(() => token);
beforeEach(async () => {
  token = await createTestToken(ids);
});

describe("the token route for a signed-in user", () => {
  it("by default, the handler returns plain text that contains only the token", async () => {
    const response = await handler()(post());
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toBe(token);
  });

  it.each([
    ["application/json", "JSON"],
    ["application/json, text/plain;q=0.5", "JSON"],
    ["application/json, text/plain, */*", "JSON"],
    ["Application/JSON; charset=utf-8", "JSON"],
    ["text/plain, application/json;q=0.9", "plain text"],
    ["application/json;q=0, */*", "plain text"],
    ["application/json;q=x", "plain text"],
    ["*/*", "plain text"],
    ["text/html", "plain text"],
    ["", "plain text"],
  ])("with the Accept header %j, the handler returns the token as %s", async (accept, format) => {
    const json = format === "JSON";
    const response = await handler()(post({ Accept: accept }));
    const text = await response.text();
    expect(text).toBe(json ? JSON.stringify({ token }) : token);
    expect(response.headers.get("Content-Type")).toMatch(json ? /^application\/json/ : /^text\/plain/);
  });

  it("S59 the headers of the token response forbid caching and MIME sniffing", async () => {
    const { headers } = await handler()(post());
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Vary")).toBe("Accept");
  });

  it("mints a token for the user that `authorize` returns, and `authorize` can read the body", async () => {
    const authorize = vi.fn(async (request: Request) => {
      const { project } = (await request.json()) as { project: string };
      return { workspaceId: `${project}:${request.headers.get("X-User")}`, userId: "user_1" };
    });
    token = await createTestToken({ workspaceId: "p1:u1", userId: "user_1" });
    const response = await handler({ authorize })(post({ "X-User": "u1" }, { body: '{"project":"p1"}' }));
    expect(response.status).toBe(200);
    expect(fetch.mock.calls[0]?.[1]?.headers).toMatchObject({ "Aui-Workspace-Id": "p1:u1", "Aui-User-Id": "user_1" });
  });
});

describe("the token route for a user who is signed out", () => {
  it.each([[null], [undefined]])("returns 401 unauthenticated if `authorize` returns %s", async (identity) => {
    const response = await handler({ authorize: async () => identity })(post());
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: "No user is signed in", code: "unauthenticated" });
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(fetch).not.toHaveBeenCalled();
    expect(onError).not.toHaveBeenCalled();
  });
});

describe("the token route with a method other than POST", () => {
  it.each(["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])(
    "a %s request to the token route gets 405 with the header Allow",
    async (method) => {
      const authorize = vi.fn(() => ids);
      const response = await handler({ authorize })(new Request(route, { method }));
      expect(response.status).toBe(405);
      expect(response.headers.get("Allow")).toBe("POST");
      expect(authorize).not.toHaveBeenCalled();
    },
  );
});

describe("further arguments of the token route's handler", () => {
  it("`authorize` receives every argument that follows the request", async () => {
    interface FrameworkRequest {
      user?: { id: string };
    }
    const withUser = createTokenHandler({
      apiKey,
      fetch,
      authorize: (_request, { user }: FrameworkRequest) => user && { workspaceId: `org_1:${user.id}`, userId: user.id },
    });
    expect((await withUser(post(), { user: { id: "user_1" } })).status).toBe(200);
    expect((await withUser(post(), {})).status).toBe(401);
  });
});
