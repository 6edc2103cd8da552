import { act } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { create, mount, reasonOf, SLOW, server, sourceOf } from "./support/mount-cloud.tsx";

describe("a response with status 401", () => {
  it("F23 if several requests get status 401, the client refreshes once and repeats each request once", async () => {
    const ada = sourceOf("ada");
    const app = await mount(ada.source);
    const token = await app.getToken();
    server.refused.add(token ?? "");
    const created = await act(() => Promise.all([1, 2, 3, 4].map((number) => create(app.cloud, `401-${number}`))));
    expect(new Set(created.map(({ thread_id }) => thread_id)).size).toBe(4);
    expect(server.threads.filter(({ title }) => title?.startsWith("401-"))).toHaveLength(4);
    expect(ada.fetchToken).toHaveBeenCalledTimes(2);
    expect(server.requests.filter(({ userId }) => userId === null).length).toBeLessThanOrEqual(4);
    expect(server.requests.filter(({ userId }) => userId === "ada")).toHaveLength(4);
  });

  it("returns status 401 to the caller if the repeated request also gets status 401", async () => {
    const ada = sourceOf("ada");
    ada.fetchToken.mockImplementation(async () => {
      const token = await server.mint("ada", "org:ada");
      server.refused.add(token);
      return token;
    });
    const app = await mount(ada.source);
    expect(await act(() => reasonOf(app.cloud.threads.list()))).toMatchObject({ name: "CloudAPIError", status: 401 });
    expect(server.requests).toHaveLength(2);
  });

  it("a 401 with the code token_revoked signs the app out until the user signs in again", async () => {
    const ada = sourceOf("ada", "org:revoked", "revoked");
    const app = await mount(ada.source);
    await act(() => app.cloud.threads.list());
    await server.authority.authority.revocations.add({ kind: "workspace", subject: "org:revoked" });
    const isRefused = async () => {
      const reason = await reasonOf(app.cloud.threads.list());
      expect(reason).toMatchObject({ name: "CloudAPIError", status: 401, details: { code: "token_revoked" } });
    };
    // The server receives the revocation within a second.
    await act(() => vi.waitFor(isRefused, SLOW));
    expect(await app.getToken()).toBeNull();
    expect(await act(() => reasonOf(app.cloud.threads.list()))).toMatchObject({ code: "signed_out" });
    expect(ada.fetchToken).toHaveBeenCalledTimes(1);
    await app.switchTo({ ...ada.source, session: "second" });
    await act(() => vi.waitFor(async () => expect((await app.cloud.threads.list()).threads).toBeDefined(), SLOW));
  });

  it("refreshes the token only after status 401, and returns other errors to the caller", async () => {
    const ada = sourceOf("ada");
    const app = await mount(ada.source);
    expect(await act(() => reasonOf(app.cloud.threads.get("thread_0other")))).toMatchObject({ status: 404 });
    expect(ada.fetchToken).toHaveBeenCalledTimes(1);
  });
});

describe("a replacement token in a response of the server", () => {
  /** Mints a token with a later `iat` than the engine's token has, because the engine accepts only a newer token. */
  const fresher = async (userId: string) => {
    server.aheadMs = 4_000;
    return server.mint(userId, `org:${userId}`);
  };

  it("F26 `getToken()` and the next request use the replacement token from a response header", async () => {
    const ada = sourceOf("ada");
    const app = await mount(ada.source);
    const first = await app.getToken();
    const rotated = await fresher("ada");
    server.rotateTo = rotated;
    await act(() => app.cloud.threads.list());
    expect(await app.getToken()).toBe(rotated);
    expect(rotated).not.toBe(first);
    await act(() => app.cloud.threads.list());
    expect(server.requests.at(-1)?.token).toBe(rotated);
    expect(ada.fetchToken).toHaveBeenCalledTimes(1);
  });

  it("F26 ignores a replacement token that is malformed or belongs to another user", async () => {
    const app = await mount(sourceOf("ada").source);
    const token = await app.getToken();
    for (const invalidToken of ["no-jwt", await fresher("grace")]) {
      server.rotateTo = invalidToken;
      expect((await act(() => app.cloud.threads.list())).threads).toBeInstanceOf(Array);
      expect(await app.getToken()).toBe(token);
    }
  });
});
