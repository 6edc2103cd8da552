import { render, renderHook } from "@testing-library/react";
import {
  AssistantCloudAuthError,
  type ProviderAuthState,
  useProviderTokenSource,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import type { ReactNode } from "react";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { signToken } from "../support/sign-token.ts";
import { advance, createReactHarness, HarnessProvider, latestOf, MINUTE, mint, Probe } from "./react-harness.tsx";

const harness = createReactHarness();
const idToken = (userId: string) =>
  signToken({ sub: userId, iss: "https://id.example", exp: Math.floor(Date.now() / 1000) + 3600 });
const useSeen = () => {
  const { status, userId, error } = useWorkspaceToken({ throwOnError: false });
  return { status, userId, ...(error && { error }) };
};

/** Simulates the exchange route: returns a workspace token for the user of the ID token. */
async function exchange(_input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const [, payload = ""] = new Headers(init?.headers).get("Authorization")?.split(".") ?? [];
  return Response.json({ token: mint(JSON.parse(Buffer.from(payload, "base64url").toString()).sub) });
}

interface AppProps extends ProviderAuthState {
  seen: ReturnType<typeof useSeen>[];
}

function App({ seen, ...auth }: AppProps): ReactNode {
  return (
    <HarnessProvider of={harness} tokenSource={useProviderTokenSource(auth)} fetch={exchange}>
      <Probe useHook={useSeen} seen={seen} />
    </HarnessProvider>
  );
}

function start() {
  const seen: ReturnType<typeof useSeen>[] = [];
  const ada = vi.fn(async () => idToken("ada"));
  const signedIn = { seen, isLoading: false, identity: ["ada", null], getToken: ada };
  return { seen, ada, signedIn };
}

describe("useProviderTokenSource", () => {
  it("F43 the token source contains no token, and `session` changes only if the SDK's session changes", () => {
    const { signedIn } = start();
    const ofAda = idToken("ada");
    const { result, rerender } = renderHook((session: string) => useProviderTokenSource({ ...signedIn, session }), {
      initialProps: ofAda,
    });
    const first = result.current;
    expect(JSON.stringify(first)).not.toContain("eyJ");
    rerender(ofAda);
    expect(result.current.session).toBe(first.session);
    rerender(idToken("grace"));
    expect(result.current.session).not.toBe(first.session);
  });

  it("F62 the token source has the key null while no user is signed in", () => {
    const { signedIn } = start();
    const signedOut: ProviderAuthState = { ...signedIn, identity: null };
    const { result, rerender } = renderHook(useProviderTokenSource, { initialProps: signedOut });
    expect(result.current.key).toBeNull();
    rerender(signedIn);
    expect(result.current.key).toContain("ada");
  });

  it("shows the status `loading` instead of `unauthenticated` while the SDK is loading", async () => {
    const { seen, ada, signedIn } = start();
    const view = render(<App {...signedIn} isLoading identity={null} />);
    await advance(1_000);
    expect(latestOf(seen)).toEqual({ status: "loading", userId: null });
    expect(ada).not.toHaveBeenCalled();
    view.rerender(<App {...signedIn} />);
    await advance(0);
    expect(latestOf(seen)).toEqual({ status: "authenticated", userId: "ada" });
  });

  it("does not call getToken for a signed-out user, and shows no user right after the user changes", async () => {
    const { seen, ada, signedIn } = start();
    const view = render(<App {...signedIn} identity={null} />);
    await advance(0);
    expect(latestOf(seen)).toEqual({ status: "unauthenticated", userId: null });
    expect(ada).not.toHaveBeenCalled();
    view.rerender(<App {...signedIn} />);
    await advance(0);
    const bob = async () => idToken("bob");
    view.rerender(<App {...signedIn} identity={["bob", null]} getToken={bob} />);
    expect(latestOf(seen).userId).toBeNull();
    await advance(0);
    expect(latestOf(seen)).toEqual({ status: "authenticated", userId: "bob" });
  });

  it.each<[ProviderAuthState["identity"]]>([[undefined], [[undefined]], [[null, undefined]], [[""]], [[]]])(
    "F62 treats the identity %j as a signed-out user",
    async (identity) => {
      const { seen, ada, signedIn } = start();
      const view = render(<App {...signedIn} identity={identity} />);
      await advance(0);
      expect(latestOf(seen)).toEqual({ status: "unauthenticated", userId: null });
      expect(ada).not.toHaveBeenCalled();
      view.rerender(<App {...signedIn} />);
      await advance(0);
      expect(latestOf(seen)).toEqual({ status: "authenticated", userId: "ada" });
    },
  );

  it("F62 warns if `identity` contains an organization but no user", () => {
    const { signedIn } = start();
    renderHook(() => useProviderTokenSource({ ...signedIn, identity: [undefined, "acme"] }));
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining("the first value of `identity` is missing"));
    vi.mocked(console.warn).mockClear();
  });

  it("calls the `getToken` of the latest render only when the next refresh is due", async () => {
    const { seen, ada, signedIn } = start();
    const view = render(<App {...signedIn} />);
    await advance(0);
    const later = vi.fn(async () => idToken("ada"));
    view.rerender(<App {...signedIn} identity={["ada", null]} getToken={later} />);
    await advance(0);
    expect(ada).toHaveBeenCalledTimes(1);
    expect(later).not.toHaveBeenCalled();
    await advance(280_000);
    expect(later).toHaveBeenCalledTimes(1);
    expect(ada).toHaveBeenCalledTimes(1);
    expect(latestOf(seen)).toEqual({ status: "authenticated", userId: "ada" });
  });

  it("F57 shows the status `loading` until the SDK has loaded, and then calls getToken once", async () => {
    const { seen, ada, signedIn } = start();
    const view = render(<App {...signedIn} isLoading identity={null} />);
    await advance(5 * MINUTE);
    expect(seen).toEqual([{ status: "loading", userId: null }]);
    view.rerender(<App {...signedIn} />);
    await advance(0);
    expect(latestOf(seen)).toEqual({ status: "authenticated", userId: "ada" });
    expect(ada).toHaveBeenCalledOnce();
  });

  it("F50 retries if the SDK reports a user but getToken returns null", async () => {
    const { seen, ada, signedIn } = start();
    const returnsNullOnce = vi.fn<ProviderAuthState["getToken"]>(ada).mockResolvedValueOnce(null);
    render(<App {...signedIn} getToken={returnsNullOnce} />);
    await advance(0);
    expect(latestOf(seen)).toMatchObject({ status: "error", error: { code: "source_failed", retryable: true } });
    await advance(3_000);
    expect(latestOf(seen)).toEqual({ status: "authenticated", userId: "ada" });
    expect(seen.map(({ status }) => status)).not.toContain("unauthenticated");
  });

  it("F50 if getToken repeatedly returns null, the error states how often, and the retries continue", async () => {
    const { seen, ada, signedIn } = start();
    const none = async () => null;
    const view = render(<App {...signedIn} getToken={none} />);
    await advance(5_000);
    const { error } = latestOf(seen);
    expect(error).toMatchObject({
      code: "source_failed",
      message: expect.stringMatching(/reports a user, but returned no token \d+ times in a row/),
      remedy: expect.stringContaining("Sign the user in again"),
    });
    view.rerender(<App {...signedIn} getToken={ada} />);
    await advance(MINUTE);
    expect(latestOf(seen)).toEqual({ status: "authenticated", userId: "ada" });
  });

  it("F50 while the browser is offline, reports a null from getToken as the error `offline`", async () => {
    vi.stubGlobal("navigator", { ...navigator, product: "Gecko", onLine: false });
    const { seen, signedIn } = start();
    render(<App {...signedIn} getToken={async () => null} />);
    await advance(60_000);
    expect(latestOf(seen).error).toMatchObject({ code: "offline" });
    vi.unstubAllGlobals();
  });

  it.each([
    ["a token from getToken resets the count of nulls", [null, null, "token", null], true, false],
    ["if getToken returns null three times, the error states the number", ["token", null, null, null], true, true],
    ["the count of nulls excludes a null while the browser is offline", ["token", null, null, null], false, false],
  ] as const)("F50 %s", async (_title, answers, onLine, statesNumber) => {
    vi.stubGlobal("navigator", { ...navigator, product: "Gecko", onLine });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { ada, signedIn } = start();
    for (const each of answers) ada.mockResolvedValueOnce(each === null ? (each as never) : idToken("ada"));
    const { result } = renderHook(() => useProviderTokenSource(signedIn));
    const request = { signal: new AbortController().signal, forceRefresh: false, baseUrl: "", fetch };
    const errors: string[] = [];
    for (const _ of answers) await result.current.getToken(request).catch((error) => errors.push(error.message));
    expect(errors).toHaveLength(3);
    expect(/3 times in a row/.test(errors[2] ?? "")).toBe(statesNumber);
  });

  it("F68 calls the token source again if the same user starts a new session", async () => {
    const { seen, ada, signedIn } = start();
    const rejectSignedOut = () => Promise.reject(new AssistantCloudAuthError("signed_out", "login_required"));
    const view = render(<App {...signedIn} session="first" getToken={rejectSignedOut} />);
    await advance(MINUTE);
    expect(latestOf(seen)).toEqual({ status: "unauthenticated", userId: null });
    view.rerender(<App {...signedIn} session="first" />);
    await advance(MINUTE);
    expect(ada).not.toHaveBeenCalled();
    view.rerender(<App {...signedIn} session="second" />);
    await advance(1_000);
    expect(latestOf(seen)).toEqual({ status: "authenticated", userId: "ada" });
  });

  it("throws `configuration` if the app passes a token instead of a function as getToken", () => {
    vi.mocked(console.error).mockClear();
    const getToken = idToken("ada") as unknown as ProviderAuthState["getToken"];
    expect(() =>
      render(<Probe useHook={() => useProviderTokenSource({ isLoading: false, identity: [], getToken })} />),
    ).toThrow(
      expect.objectContaining({ code: "configuration", remedy: expect.stringContaining("Pass the function itself") }),
    );
    vi.mocked(console.error).mockClear();
  });
});
