import { generateKeyPair } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createClerkTokenRoute } from "../examples/frameworks/clerk/create-clerk-token-route.ts";
import { createClerkSessionReader } from "../examples/frameworks/clerk/read-clerk-session.ts";
import { type ClerkClaims, clerkCookie, readerOptions, startClerk } from "./clerk.ts";
import { type RunningApp, serveFetch } from "./running-app.ts";

let frontendApi: RunningApp;
beforeAll(async () => {
  frontendApi = await startClerk();
});
afterAll(() => frontendApi.close());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const request = (Cookie: string) => new Request("https://app.example.com/", { method: "POST", headers: { Cookie } });
const read = async (claims: ClerkClaims) =>
  createClerkSessionReader(readerOptions())(request(await clerkCookie(claims)));

describe("reading the session token of Clerk", () => {
  it.each([1, 2] as const)(
    "reads the user and the organization from a session token of version %d",
    async (version) => {
      expect(await read({ version, userId: "user_7", orgId: "org_7" })).toEqual({ userId: "user_7", orgId: "org_7" });
    },
  );

  it("reads only the user while no organization is active", async () => {
    expect(await read({ orgId: null })).toEqual({ userId: "user_1", orgId: null });
  });

  it.each([
    ["has expired", { expiresIn: "-1m" }],
    ["belongs to another app", { azp: "https://evil.example" }],
  ])("rejects a session token that %s", async (_label, claims) => {
    expect(await read(claims)).toEqual({ userId: null });
  });

  it("rejects a session token that is signed with another key", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    expect(await read({ key: privateKey })).toEqual({ userId: null });
  });

  it.each(["", "__session=", "__session=opaque", "x__session=a.b.c"])(
    "finds no session token in the cookie %j",
    async (cookie) => {
      expect(await createClerkSessionReader(readerOptions())(request(cookie))).toEqual({ userId: null });
    },
  );

  it("while Clerk is unreachable, the session reader throws instead of reporting a sign-out", async () => {
    const away = createClerkSessionReader({ ...readerOptions(), issuer: "http://127.0.0.1:1" });
    await expect(away(request(await clerkCookie()))).rejects.toThrow();
  });
});

it("while no organization is active, the token route uses the user's own workspace", async () => {
  const asked: unknown[] = [];
  const api = await serveFetch((asking) => {
    asked.push(Object.fromEntries(asking.headers));
    return Response.json({ token: "none" });
  });
  vi.stubEnv("ASSISTANT_API_KEY", "sk_aui_proj_0abc_0x");
  vi.stubEnv("ASSISTANT_BACKEND_URL", new URL(api.route).origin);
  vi.spyOn(console, "error").mockReturnValue();
  await createClerkTokenRoute(async () => ({ userId: "user_1" }))(request(""));
  await api.close();
  expect(asked).toEqual([expect.objectContaining({ "aui-workspace-id": "user_1", "aui-user-id": "user_1" })]);
});
