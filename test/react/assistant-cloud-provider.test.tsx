import { render } from "@testing-library/react";
import {
  AssistantCloudProvider,
  AuthErrorBoundary,
  Authenticated,
  backendTokenSource,
  useAuthorizedFetch,
  useAuthStatus,
  useAuthToken,
  useSuspenseWorkspaceToken,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { type ReactNode, StrictMode, useReducer } from "react";
import { describe, expect, it, vi } from "vitest";
import {
  advance,
  createReactHarness,
  errorOfRender,
  HarnessProvider,
  type HarnessProviderProps,
  latestOf,
  MINUTE,
  mint,
  Probe,
  SECOND,
} from "./react-harness.tsx";

const useReader = () => {
  const result = useWorkspaceToken();
  return result.status === "authenticated" ? `${result.userId} ${result.token}` : result.status;
};
const show = (text: string) => <p>{text}</p>;
const reader = <Probe useHook={useReader} show={show} />;

describe("invalid settings of the provider", () => {
  it.each([
    ["useWorkspaceToken", () => useWorkspaceToken()],
    ["useSuspenseWorkspaceToken", () => useSuspenseWorkspaceToken()],
    ["useAuthToken", () => useAuthToken()],
    ["useAuthStatus", () => useAuthStatus()],
    ["useAuthorizedFetch", () => useAuthorizedFetch()],
  ] as const)("if there is no provider, %s throws `configuration` and names a remedy", (_name, useHook) => {
    const error = errorOfRender(<Probe<unknown> useHook={useHook} />);
    expect(error.code).toBe("configuration");
    expect(error.message).toContain("No <AssistantCloudProvider>");
    expect(error.remedy).toContain("<AssistantCloudProvider baseUrl={…} tokenSource={…}>");
  });

  it.each([
    ["<AuthErrorBoundary>", <AuthErrorBoundary key="b" fallback={() => null} />],
    ["<Authenticated>", <Authenticated key="g">x</Authenticated>],
  ])("if there is no provider, %s throws `configuration`", (_name, element) => {
    expect(errorOfRender(element).code).toBe("configuration");
  });

  it.each([
    ["/api", "is not an absolute URL"],
    ["", "is missing"],
    ["ftp://cloud.example", "must start with https:// or http://"],
    ["https://cloud.example?x=1", "must not carry a query or fragment"],
  ])("for the base URL %o, the provider throws `configuration` with the text `%s`", (baseUrl, problem) => {
    const error = errorOfRender(
      <AssistantCloudProvider baseUrl={baseUrl} tokenSource={backendTokenSource("/api/token")} />,
    );
    expect(error).toMatchObject({ code: "configuration", message: `\`baseUrl\` ${problem}.` });
    expect(error.remedy).toContain("absolute URL");
  });

  it.each([
    ["undefined", undefined],
    ["a bare function", () => Promise.resolve("x")],
    ["a source whose getToken is not a function", { kind: "backend", key: null, getToken: "ey" }],
    ["a source of unknown kind", { kind: "cookie", key: null, getToken: () => Promise.resolve(null) }],
  ])(
    "if `tokenSource` is %s, the provider throws `configuration`, and the remedy names backendTokenSource()",
    (_name, tokenSource) => {
      const props = { baseUrl: "https://cloud.example", tokenSource } as never;
      const error = errorOfRender(
        <AssistantCloudProvider {...(props as object as Parameters<typeof AssistantCloudProvider>[0])} />,
      );
      expect(error.code).toBe("configuration");
      expect(error.remedy).toContain("backendTokenSource()");
    },
  );
});

describe("the lifecycle of the provider", () => {
  it("F3 the provider fetches a token a minute before the expiry, even if no component reads the token", async () => {
    const harness = createReactHarness();
    render(<HarnessProvider of={harness} />);
    await advance(0);
    expect(harness.source.calls).toHaveLength(1);
    await advance(4 * MINUTE - SECOND);
    expect(harness.source.calls).toHaveLength(1);
    await advance(2 * SECOND);
    expect(harness.source.calls).toHaveLength(2);
    await advance(4 * MINUTE);
    expect(harness.source.calls).toHaveLength(3);
  });

  it("F3 for an hour, each `getToken()` call immediately returns a token that is valid for over 30 s", async () => {
    const harness = createReactHarness();
    const seen: ReturnType<typeof useAuthToken>[] = [];
    render(
      <HarnessProvider of={harness}>
        <Probe useHook={useAuthToken} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    for (let second = 0; second < 3_600; second += 10) {
      await advance(10 * SECOND);
      const settled = vi.fn();
      void latestOf(seen)().then(settled);
      await Promise.resolve();
      expect(settled).toHaveBeenCalledOnce();
      const token: string = settled.mock.calls[0]?.[0];
      const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
      expect(exp * 1000 - Date.now()).toBeGreaterThan(30 * SECOND);
    }
    expect(harness.source.calls).toHaveLength(1 + 15);
  });

  it("F36 in StrictMode, the provider calls the token source once and adds no second timer or listener", async () => {
    render(<div />).unmount();
    const net = countListeners();
    const plain = createReactHarness();
    const plainView = render(<HarnessProvider of={plain}>{reader}</HarnessProvider>);
    await advance(0);
    const [listeners, timers] = [net(), vi.getTimerCount()];
    expect(listeners).toBeGreaterThan(0);
    plainView.unmount();
    await advance(0);

    const strict = createReactHarness();
    render(
      <StrictMode>
        <HarnessProvider of={strict}>{reader}</HarnessProvider>
      </StrictMode>,
    );
    await advance(0);
    expect(strict.source.calls).toHaveLength(1);
    expect(strict.source.calls[0]?.request.signal.aborted).toBe(false);
    expect([net(), vi.getTimerCount()]).toEqual([listeners, timers]);
    expect(timers).toBe(1);
    await advance(4 * MINUTE);
    expect(strict.source.calls).toHaveLength(2);
  });

  it.each([
    ["has a token", () => mint()],
    ["waits for its first token", null],
    ["waits for a retry", () => Promise.reject(new Error("down"))],
    ["is signed out", () => null],
  ])("F36 unmounting a provider that %s leaves no timer and no listener", async (_name, handler) => {
    render(<div />).unmount();
    const net = countListeners();
    const harness = createReactHarness(handler);
    const view = render(<HarnessProvider of={harness} />);
    await advance(0);
    view.unmount();
    await advance(0);
    expect([vi.getTimerCount(), net()]).toEqual([0, 0]);
    expect(harness.events.at(-1)?.type).toBe("disposed");
    const calls = harness.source.calls.length;
    await advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(calls);
    for (const call of harness.source.calls) if (!call.settled) expect(call.request.signal.aborted).toBe(true);
  });

  it("F37 a hundred rerenders, each with a new token source of the same key, cause no source call", async () => {
    const harness = createReactHarness();
    const versions: number[] = [];
    const ui = (version: number) => (
      <HarnessProvider
        of={harness}
        tokenSource={{
          kind: "backend",
          key: "ada",
          getToken: (request) => {
            versions.push(version);
            return harness.source.getToken(request);
          },
        }}
      >
        {reader}
      </HarnessProvider>
    );
    const view = render(ui(0));
    await advance(0);
    const shown = view.container.textContent;
    for (let version = 1; version <= 100; version += 1) {
      view.rerender(ui(version));
      await advance(SECOND);
    }
    expect(versions).toEqual([0]);
    expect(view.container.textContent).toBe(shown);
    await advance(140 * SECOND);
    expect(versions).toEqual([0, 100]);
  });

  it("F37 if every render passes a new key, the provider stops after 30 source calls in a minute", async () => {
    const slowly = () => new Promise<string>((resolve) => setTimeout(() => resolve(mint()), 50));
    const harness = createReactHarness(slowly);
    const seen: ReturnType<typeof useAuthToken>[] = [];
    render(
      <Restless of={harness}>
        <Probe useHook={useAuthToken} seen={seen} />
      </Restless>,
    );
    // Advance in small steps, so that React renders between two steps.
    for (let tenth = 0; tenth < 590; tenth += 1) await advance(SECOND / 10);
    expect(harness.source.calls).toHaveLength(30);
    await expect(latestOf(seen)()).rejects.toMatchObject({ code: "circuit_open", retryAt: expect.any(Date) });
  });

  it("F37 a new `onEvent` function replaces the old function without creating another engine", async () => {
    const harness = createReactHarness();
    const [before, after] = [vi.fn(), vi.fn()];
    const view = render(<HarnessProvider of={harness} onEvent={before} />);
    await advance(0);
    view.rerender(<HarnessProvider of={harness} onEvent={after} />);
    const calls = before.mock.calls.length;
    await advance(4 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
    expect(before).toHaveBeenCalledTimes(calls);
    expect(after.mock.calls.map(([event]) => event.type)).toEqual(["refresh_started", "refresh_succeeded"]);
  });
});

/** An app that rerenders on each new token and passes a new source key each time. */
function Restless({ of: harness, children }: HarnessProviderProps): ReactNode {
  const [renders, renderAgain] = useReducer((count: number) => count + 1, 0);
  const tokenSource = { ...harness.tokenSource, key: `render ${renders}` };
  return (
    <HarnessProvider
      of={harness}
      tokenSource={tokenSource}
      onEvent={({ type }) => type === "refresh_succeeded" && renderAgain()}
    >
      {children}
    </HarnessProvider>
  );
}

/**
 * Returns a function that counts the listeners on window and document. The function does not count listeners that were
 * added before the call of `countListeners`.
 */
function countListeners(): () => number {
  let net = 0;
  for (const target of [window, document]) {
    const { addEventListener, removeEventListener } = target;
    vi.spyOn(target, "addEventListener").mockImplementation((...args: unknown[]) => {
      net += 1;
      Reflect.apply(addEventListener, target, args);
    });
    vi.spyOn(target, "removeEventListener").mockImplementation((...args: unknown[]) => {
      net -= 1;
      Reflect.apply(removeEventListener, target, args);
    });
  }
  return () => net;
}
