// @vitest-environment node
import {
  AssistantCloudProvider,
  AuthErrorBoundary,
  Authenticated,
  AuthLoading,
  Unauthenticated,
  useAuthorizedFetch,
  useAuthStatus,
  useAuthToken,
  useProviderTokenSource,
  useSuspenseWorkspaceToken,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { type ReactNode, Suspense } from "react";
import { renderToReadableStream, renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, onTestFinished, vi } from "vitest";
import { createControlledSource } from "../../src/testing/create-controlled-source.ts";
import { forbidImpureRendering } from "./forbid-impure-rendering.ts";

let consoleSpies: MockInstance[] = [];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
  consoleSpies = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")].map((spy) => spy.mockImplementation(() => {}));
});
afterEach(() => {
  vi.useRealTimers();
  const logged = consoleSpies.flatMap((spy) => spy.mock.calls);
  vi.restoreAllMocks();
  expect(logged, "console.error and console.warn stay silent").toEqual([]);
});

function Reader(): ReactNode {
  useAuthToken();
  const { status, token } = useWorkspaceToken();
  return <p>{`${status} ${token} ${useAuthStatus().status}`}</p>;
}

function Sourced(): ReactNode {
  useAuthorizedFetch();
  const { kind } = useProviderTokenSource({ isLoading: false, identity: ["ada"], getToken: async () => null });
  return <p>{kind}</p>;
}

function Waiter(): ReactNode {
  return <p>{useSuspenseWorkspaceToken().status}</p>;
}

function createApp(children: ReactNode) {
  const source = createControlledSource({ key: "ada", handler: () => "a.b.c" });
  const events: unknown[] = [];
  const app = (
    <AssistantCloudProvider
      baseUrl="https://cloud.example"
      tokenSource={source}
      onEvent={(event) => events.push(event)}
    >
      {children}
    </AssistantCloudProvider>
  );
  return { source, events, app };
}

describe("rendering on a server, without window and document", () => {
  it("F41 on a server, the app renders the loading state, calls no token source and leaves no timer", () => {
    const { source, events, app } = createApp(
      <AuthErrorBoundary fallback={() => "failed"}>
        <Reader />
        <AuthLoading>loading gate</AuthLoading>
        <Authenticated>in</Authenticated>
        <Unauthenticated>out</Unauthenticated>
      </AuthErrorBoundary>,
    );
    expect(typeof window).toBe("undefined");
    expect(renderToString(app)).toBe("<p>loading null loading</p>loading gate");
    expect(source.calls).toEqual([]);
    expect(events).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("F47 on a server, a render uses no clock, randomness, storage or network", () => {
    const { touched, restore } = forbidImpureRendering();
    onTestFinished(restore);
    const { app } = createApp(
      <AuthErrorBoundary fallback={() => "failed"}>
        <Reader />
        <Sourced />
        <AuthLoading>loading gate</AuthLoading>
      </AuthErrorBoundary>,
    );
    expect(renderToString(app)).toBe("<p>loading null loading</p><p>provider</p>loading gate");
    expect(touched).toEqual([]);
  });

  it("F41 for `useSuspenseWorkspaceToken`, a server streams the Suspense fallback and ends the response", async () => {
    const { source, app } = createApp(
      <Suspense fallback={<p>waiting</p>}>
        <Waiter />
      </Suspense>,
    );
    const errors: unknown[] = [];
    const stream = await renderToReadableStream(app, { onError: (error) => void errors.push(error) });
    await stream.allReady;
    const html = await new Response(stream).text();
    expect(html).toContain("<p>waiting</p>");
    expect(html).not.toContain("a.b.c");
    expect(source.calls).toEqual([]);
    expect(errors).toMatchObject([{ message: expect.stringContaining("in the browser") }]);
  });
});
