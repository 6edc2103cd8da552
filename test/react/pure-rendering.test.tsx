import { act, render } from "@testing-library/react";
import {
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
import { type ReactNode, StrictMode, Suspense } from "react";
import { describe, expect, it, onTestFinished } from "vitest";
import { forbidImpureRendering } from "./forbid-impure-rendering.ts";
import { advance, createReactWorld, mint, SECOND, World } from "./react-world.tsx";

function Readers(): ReactNode {
  useAuthToken();
  useAuthorizedFetch();
  useProviderTokenSource({ isLoading: false, identity: ["ada"], getToken: async () => null });
  const { status, isRefreshing } = useWorkspaceToken({ throwOnError: false });
  return <p>{`${status} ${isRefreshing} ${useAuthStatus().status}`}</p>;
}

function Waiter(): ReactNode {
  return <p>{useSuspenseWorkspaceToken().status}</p>;
}

const Everything = () => (
  <AuthErrorBoundary fallback={({ error }) => error.code}>
    <Readers />
    <Suspense fallback={<p>waiting</p>}>
      <Waiter />
    </Suspense>
    <AuthLoading>loading</AuthLoading>
    <Authenticated>in</Authenticated>
    <Unauthenticated>out</Unauthenticated>
  </AuthErrorBoundary>
);

describe("rendering without access to clock, randomness, storage and network", () => {
  it.each([
    ["without StrictMode", (app: ReactNode) => app],
    ["in StrictMode", (app: ReactNode) => <StrictMode>{app}</StrictMode>],
  ])("F47 in a browser, no render uses randomness, storage or the network, %s", async (_name, wrap) => {
    const { touched, restore } = forbidImpureRendering();
    onTestFinished(restore);
    const world = createReactWorld();
    const bob = createReactWorld(() => mint("bob"));
    const app = (of: typeof world, key: string) =>
      wrap(
        <World of={of} tokenSource={{ ...of.tokenSource, key }}>
          <Everything />
        </World>,
      );
    const view = render(app(world, "ada"));
    expect(view.container.textContent).toBe("loading false loadingwaitingloading");
    await advance(0);
    expect(view.container.textContent).toBe("authenticated false authenticatedauthenticatedin");
    await advance(280 * SECOND);
    expect(world.source.calls).toHaveLength(2);
    await act(async () => view.rerender(app(bob, "bob")));
    await advance(0);
    expect(view.container.textContent).toBe("authenticated false authenticatedauthenticatedin");
    bob.source.handle(() => null);
    await advance(280 * SECOND);
    expect(view.container.textContent).toBe("unauthenticated false unauthenticatedunauthenticatedout");
    // Allow `now`. A reader that mounts may compare its token with the clock, and it rendered above although the clock
    // threw.
    expect(touched.filter((name) => name !== "now")).toEqual([]);
  });
});
