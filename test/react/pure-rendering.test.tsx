import { createClient } from "@supabase/supabase-js";
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
import { useKeycloakTokenSource } from "assistant-cloud-auth/keycloak";
import { useSupabaseTokenSource } from "assistant-cloud-auth/supabase";
import Keycloak from "keycloak-js";
import { type ReactNode, StrictMode, Suspense } from "react";
import { describe, expect, it, onTestFinished } from "vitest";
import { forbidImpureRendering } from "./forbid-impure-rendering.ts";
import { advance, createReactHarness, HarnessProvider, mint, SECOND } from "./react-harness.tsx";

const supabase = createClient("https://supabase.example", "key", { auth: { autoRefreshToken: false } });
const keycloak = new Keycloak({ url: "https://keycloak.example", realm: "acme", clientId: "app" });

function Readers(): ReactNode {
  useSupabaseTokenSource(supabase);
  useKeycloakTokenSource(keycloak);
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

describe("rendering without access to clock, randomness, storage, network and other tabs", () => {
  it.each([
    ["without StrictMode", (app: ReactNode) => app],
    ["in StrictMode", (app: ReactNode) => <StrictMode>{app}</StrictMode>],
  ])("F47 %s, no render in a browser uses randomness, storage, the network or other tabs", async (_name, wrap) => {
    const { touched, restore } = forbidImpureRendering();
    onTestFinished(restore);
    const harness = createReactHarness();
    const bob = createReactHarness(() => mint("bob"));
    const app = (of: typeof harness, key: string) =>
      wrap(
        <HarnessProvider of={of} tokenSource={{ ...of.tokenSource, key }}>
          <Everything />
        </HarnessProvider>,
      );
    const view = render(app(harness, "ada"));
    expect(view.container.textContent).toBe("loading false loadingwaitingloading");
    await advance(0);
    expect(view.container.textContent).toBe("authenticated false authenticatedauthenticatedin");
    await advance(280 * SECOND);
    expect(harness.source.calls).toHaveLength(2);
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
