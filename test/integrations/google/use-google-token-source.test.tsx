import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type GoogleTokenSourceOptions, useGoogleTokenSource } from "../../../src/integrations/google.ts";
import { requestOf } from "../token-request.ts";

const part = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
const credentialOf = (claims: { sub: string; hd?: string }, secondsLeft = 3600) =>
  `${part({ alg: "RS256" })}.${part({ ...claims, exp: Math.floor(Date.now() / 1000) + secondsLeft })}.c2ln`;

interface Props extends GoogleTokenSourceOptions {
  credential?: string | null | undefined;
}
const render = (initialProps: Props) =>
  renderHook(({ credential, ...options }: Props) => useGoogleTokenSource(credential, options), { initialProps });

describe("useGoogleTokenSource", () => {
  it("returns Google's credential until it expires, even for a forced refresh", async () => {
    const credential = credentialOf({ sub: "1" });
    const { result } = render({ credential });
    expect(await result.current.getToken(requestOf())).toBe(credential);
    expect(await result.current.getToken(requestOf({ forceRefresh: true }))).toBe(credential);
  });

  it("calls onExpired once per expired Google credential, and reports a sign-out until a new one arrives", async () => {
    const onExpired = vi.fn();
    const { result, rerender } = render({ credential: credentialOf({ sub: "1" }, 5), onExpired });
    const first = result.current;
    const controller = new AbortController();
    const waiting = first.getToken(requestOf({ signal: controller.signal }));
    await act(async () => {});
    expect(onExpired).toHaveBeenCalledOnce();
    expect(result.current.key).not.toBe(first.key);
    expect(await result.current.getToken(requestOf())).toBe(null);
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");

    const next = credentialOf({ sub: "1" });
    rerender({ credential: next, onExpired });
    expect(result.current.key).toBe(first.key);
    expect(await result.current.getToken(requestOf())).toBe(next);
  });

  it("the token source's key changes only if the credential's user or domain changes", async () => {
    const { result, rerender } = render({ credential: credentialOf({ sub: "1" }, 100) });
    const first = result.current;
    const later = credentialOf({ sub: "1" }, 3600);
    rerender({ credential: later });
    expect(result.current.key).toBe(first.key);
    expect(await first.getToken(requestOf())).toBe(later);
    rerender({ credential: credentialOf({ sub: "1", hd: "example.com" }) });
    const second = result.current;
    expect(second.key).not.toBe(first.key);
    rerender({ credential: credentialOf({ sub: "2", hd: "example.com" }) });
    expect(result.current.key).not.toBe(second.key);
  });

  it.each([null, undefined, ""])("reports a sign-out if Google's credential is %o", async (credential) => {
    expect(await render({ credential }).result.current.getToken(requestOf())).toBe(null);
  });

  it("while One Tap may still respond, returns a pending token source", async () => {
    const { result, rerender } = render({ isLoading: true });
    const loading = result.current;
    const controller = new AbortController();
    const waiting = loading.getToken(requestOf({ signal: controller.signal }));
    rerender({ isLoading: true, credential: credentialOf({ sub: "1" }) });
    expect(result.current.key).not.toBe(loading.key);
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
  });

  it.each(["ya29.a0AfB_byC-opaque", "4/0AeanS0-code"])(
    "rejects the value %s, which is not an ID token of Google",
    async (credential) => {
      await expect(render({ credential }).result.current.getToken(requestOf())).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringContaining("opaque"),
        remedy: expect.stringContaining("<GoogleLogin>"),
      });
    },
  );

  it("rejects Google's response object, and the error names the object's property `credential`", () => {
    const wrong = { credential: credentialOf({ sub: "1" }) } as unknown as string;
    expect(() => render({ credential: wrong })).toThrow(
      expect.objectContaining({ code: "configuration", remedy: expect.stringContaining("`credential`") }),
    );
  });
});
