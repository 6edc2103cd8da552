import { AbortController as AbortController3, AbortSignal as AbortSignal3 } from "abort-controller";
import {
  AssistantCloudProvider,
  backendTokenSource,
  createTokenEngine,
  type TokenSource,
  useAuthorizedFetch,
  useSuspenseWorkspaceToken,
} from "assistant-cloud-auth";
import { type ReactNode, Suspense } from "react";
import { act, create, type ReactTestRenderer } from "react-test-renderer";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as whatwg from "whatwg-fetch";
import { BASE, createCloud } from "./simulated-cloud.ts";
import { installPlatform, restorePlatform } from "./simulated-platform.ts";

const SECOND = 1_000;
const absent = [
  "BroadcastChannel",
  "ReadableStream",
  "TextDecoder",
  "TextEncoder",
  "atob",
  "btoa",
  "crypto",
  "document",
  "localStorage",
  "reportError",
  "sessionStorage",
  "structuredClone",
];

/**
 * Creates a `fetch` that resembles React Native's. It passes the parts of each request to `cloud`, which simulates a
 * native module.
 */
function createNativeFetch(cloud: ReturnType<typeof createCloud>) {
  return async (input: RequestInfo | URL, init?: RequestInit) => {
    const { url, method, headers, _bodyText } = new whatwg.Request(input, init) as Request & { _bodyText?: string };
    const record = Object.fromEntries(headers.entries());
    const { status, json } = await cloud.fetch(url, { method, headers: record, body: _bodyText ?? null });
    return new whatwg.Response(JSON.stringify(await json()), {
      status,
      headers: { "Content-Type": "application/json" },
    });
  };
}

let cloud = createCloud();
let leftOver: ReturnType<typeof installPlatform>["leftOver"];

function install(window: object | null): void {
  cloud = createCloud();
  ({ leftOver } = installPlatform({
    ...Object.fromEntries(absent.map((name) => [name, null])),
    AbortController: AbortController3,
    AbortSignal: AbortSignal3,
    Headers: whatwg.Headers,
    Request: whatwg.Request,
    Response: whatwg.Response,
    fetch: createNativeFetch(cloud),
    navigator: { product: "ReactNative" },
    window,
  }));
}

afterEach(restorePlatform);

const route = () => backendTokenSource({ url: `${BASE}/token`, key: "ada" });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "resolved",
    (error) => error.code,
  );

describe.each([
  ["no window", null],
  ["a window without events", {}],
])("F45 the engine with the npm packages that React Native uses, and with %s", (_name, window) => {
  beforeEach(() => install(window));

  it("React Native's AbortSignal has neither `reason` nor `throwIfAborted`", () => {
    const { signal } = new AbortController();
    expect(["reason" in signal, "throwIfAborted" in signal, "any" in AbortSignal]).toEqual([false, false, false]);
  });

  it("fetches and refreshes a token, and leaves no timer behind", async () => {
    const engine = createTokenEngine({ baseUrl: BASE, tokenSource: route() });
    await vi.advanceTimersByTimeAsync(0);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada" });
    await vi.advanceTimersByTimeAsync(280 * SECOND);
    expect(cloud.counts.tokens).toBe(2);
    engine.dispose();
    await vi.advanceTimersByTimeAsync(0);
    expect(leftOver().timers).toBe(0);
  });

  it("aborts a token source that hangs and reports `source_timeout`", async () => {
    const signals: AbortSignal[] = [];
    const tokenSource: TokenSource = {
      kind: "backend",
      key: "ada",
      getToken: ({ signal }) => new Promise(() => void signals.push(signal)),
    };
    const engine = createTokenEngine({ baseUrl: BASE, tokenSource });
    const code = codeOf(engine.getToken());
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(await code).toBe("source_timeout");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    engine.dispose();
  });

  it("if the user changes, a pending `getToken()` rejects with the code `superseded`", async () => {
    const hanging: TokenSource = { kind: "backend", key: "bob", getToken: () => new Promise(() => {}) };
    const engine = createTokenEngine({ baseUrl: BASE, tokenSource: hanging });
    const code = codeOf(engine.getToken());
    engine.setTokenSource(route());
    expect(await code).toBe("superseded");
    engine.dispose();
  });
});

interface AppProps {
  takeFetch: (fetch: typeof globalThis.fetch) => void;
}

function Reader({ takeFetch }: AppProps): ReactNode {
  takeFetch(useAuthorizedFetch());
  return useSuspenseWorkspaceToken().status;
}

describe("F45 the provider with the npm packages that React Native uses", () => {
  it("a component suspends until the token arrives, and `useAuthorizedFetch` repeats a request after 401", async () => {
    install(null);
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    vi.spyOn(console, "error").mockImplementation(() => {});
    const fetches: (typeof globalThis.fetch)[] = [];
    let view: ReactTestRenderer | undefined;
    await act(async () => {
      view = create(
        <AssistantCloudProvider baseUrl={BASE} tokenSource={route()}>
          <Suspense fallback="waiting">
            <Reader takeFetch={(fetch) => fetches.push(fetch)} />
          </Suspense>
        </AssistantCloudProvider>,
      );
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(view?.toJSON()).toBe("authenticated");
    cloud.refuseNext();
    const response = await fetches[0]?.(`${BASE}/v1/threads`, { method: "POST", body: "whole" });
    expect(response?.status).toBe(200);
    expect(cloud.received).toEqual([
      { status: 401, body: "whole" },
      { status: 200, body: "whole" },
    ]);
    await act(async () => view?.unmount());
    await vi.advanceTimersByTimeAsync(0);
    expect(leftOver().timers).toBe(0);
    vi.restoreAllMocks();
  });
});
