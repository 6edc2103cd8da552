import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import {
  type FirebaseAuth,
  type FirebaseTokenSourceOptions,
  type FirebaseUser,
  useFirebaseTokenSource,
} from "../../../src/integrations/firebase.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const userOf = (uid: string, tenantId: string | null = null) => ({
  uid,
  tenantId,
  getIdToken: vi.fn(async (_forceRefresh?: boolean) => jwtOf({ sub: uid })),
});

/** Creates a simulated `Auth` object whose user the test sets. */
function createAuth() {
  const listeners = new Set<(user: FirebaseUser | null) => void>();
  const auth: FirebaseAuth = {
    onIdTokenChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const emit = (user: FirebaseUser | null) =>
    act(() => {
      for (const listener of listeners) listener(user);
    });
  return { auth, listeners, emit };
}

function render(options: FirebaseTokenSourceOptions = {}) {
  const { auth, listeners, emit } = createAuth();
  const page = renderHook((given: FirebaseTokenSourceOptions) => useFirebaseTokenSource(auth, given), {
    initialProps: options,
  });
  return { ...page, listeners, emit };
}

describe("useFirebaseTokenSource", () => {
  it("returns a pending token source until Firebase has restored the user", async () => {
    const { result, emit } = render();
    const loading = result.current;
    const controller = new AbortController();
    const waiting = loading.getToken(requestOf({ signal: controller.signal }));
    emit(userOf("ada"));
    expect(result.current.key).not.toBe(loading.key);
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
  });

  it("requests the ID token from the Firebase user, and a forced refresh skips Firebase's cache", async () => {
    const { result, emit } = render();
    const ada = userOf("ada");
    emit(ada);
    expect(await result.current.getToken(requestOf())).toBe(jwtOf({ sub: "ada" }));
    expect(ada.getIdToken).toHaveBeenLastCalledWith(false);
    await result.current.getToken(requestOf({ forceRefresh: true }));
    expect(ada.getIdToken).toHaveBeenLastCalledWith(true);
  });

  it("F67 signs the user out if Firebase reports an invalid refresh token, after which its SDK keeps the user", async () => {
    const { result, emit } = render();
    const ada = userOf("ada");
    emit(ada);
    const cause = Object.assign(new Error("Firebase: Error."), { code: "auth/invalid-refresh-token" });
    ada.getIdToken.mockRejectedValueOnce(cause);
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({ code: "signed_out", cause });
    const outage = Object.assign(new Error("Firebase: Error."), { code: "auth/network-request-failed" });
    ada.getIdToken.mockRejectedValueOnce(outage);
    await expect(result.current.getToken(requestOf())).rejects.toBe(outage);
  });

  it("the token source changes if the user, tenant or organization changes, but not for a renewed token", () => {
    const { result, rerender, emit } = render();
    const ada = userOf("ada");
    emit(ada);
    const first = result.current;
    emit(ada);
    expect(result.current).toBe(first);
    emit(userOf("ada", "tenant-1"));
    const second = result.current;
    expect(second.key).not.toBe(first.key);
    emit(userOf("bob", "tenant-1"));
    const third = result.current;
    expect(third.key).not.toBe(second.key);
    rerender({ organization: "org_1" });
    expect(result.current.key).not.toBe(third.key);
  });

  it("F68 the session changes if the same user signs in to Firebase again", () => {
    const { result, emit } = render();
    emit(userOf("ada"));
    const first = result.current;
    emit(userOf("ada"));
    expect(result.current.key).toBe(first.key);
    expect(result.current.session).not.toBe(first.session);
  });

  it("returns null while the user is signed out of Firebase", async () => {
    const { result, emit } = render();
    emit(null);
    expect(await result.current.getToken(requestOf())).toBe(null);
  });

  it("rethrows an error of Firebase unchanged", async () => {
    const { result, emit } = render();
    const failure = new Error("auth/network-request-failed");
    const ada = userOf("ada");
    ada.getIdToken.mockRejectedValueOnce(failure);
    emit(ada);
    await expect(result.current.getToken(requestOf())).rejects.toBe(failure);
  });

  it("a token of the Firebase Auth emulator causes an error that suggests the backend integration", async () => {
    const { result, emit } = render();
    const ada = userOf("ada");
    ada.getIdToken.mockResolvedValueOnce(`${btoa('{"alg":"none","typ":"JWT"}')}.e30.`);
    emit(ada);
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      message: "Tokens of the Firebase Auth emulator are not signed.",
      remedy: expect.stringContaining("backend integration"),
    });
  });

  it("unmounting the hook removes its Firebase listener", () => {
    const { listeners, unmount } = render();
    expect(listeners.size).toBe(1);
    unmount();
    expect(listeners.size).toBe(0);
  });

  it.each([{}, undefined, userOf("ada")])(
    "useFirebaseTokenSource() throws an error that lists the properties that %o lacks",
    (wrong) => {
      expect(() => renderHook(() => useFirebaseTokenSource(wrong as unknown as FirebaseAuth))).toThrow(
        expect.objectContaining({
          code: "configuration",
          message: expect.stringContaining("onIdTokenChanged"),
          remedy: expect.stringContaining("getAuth()"),
        }),
      );
    },
  );
});
