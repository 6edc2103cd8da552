import { AuthKitProvider, useAuth } from "@workos-inc/authkit-react";
import { useWorkOSTokenSource } from "assistant-cloud-auth/workos";
import type { PropsWithChildren } from "react";
import { afterAll, onTestFinished, vi } from "vitest";
import { serveProvider } from "../serve-provider.ts";
import { providerOf } from "../support/provider-of.ts";
import { renderApp } from "../support/render-app.tsx";

const clientId = "client_01HXYZ";

/** Starts a local server that simulates WorkOS. It has one session, whose refresh token is `refresh-1`. */
export async function startWorkOS({
  user = "user_1",
  claims = {},
}: {
  user?: string;
  claims?: Record<string, unknown>;
} = {}) {
  const state = { status: 200, user };
  const url = await serveProvider(async ({ path, fields }) => {
    if (path !== "/user_management/authenticate") return {};
    if (state.status !== 200) return { status: state.status, body: { error: "invalid_grant" } };
    if (fields["refresh_token"] !== "refresh-1") return { status: 400, body: { error: "invalid_grant" } };
    const organization = fields["organization_id"];
    const org = organization === undefined ? {} : { org_id: organization };
    return {
      body: {
        user: { object: "user", id: state.user, email_verified: true, updated_at: `of ${state.user}` },
        organization_id: organization,
        access_token: await providerOf("workos").sign(
          { sub: state.user, ...org, ...claims },
          { expiresInSeconds: 300 },
        ),
        refresh_token: "refresh-1",
        authentication_method: "Password",
      },
    };
  });
  server = url;
  return state;
}

let server = new URL("http://127.0.0.1");

function Providers({ children }: PropsWithChildren) {
  const { hostname, port } = server;
  return (
    <AuthKitProvider clientId={clientId} devMode https={false} apiHostname={hostname} port={Number(port)}>
      {children}
    </AuthKitProvider>
  );
}

let auth: ReturnType<typeof useAuth> | undefined;

function useSource() {
  auth = useAuth();
  return useWorkOSTokenSource(auth);
}

/** Renders an app. AuthKit sends the app's requests to the server that was started last. */
export function start() {
  const app = renderApp({ useSource, Providers, random: () => 0 });
  const authKit = () => {
    if (auth === undefined) throw new Error("AuthKit has not rendered.");
    return auth;
  };
  // AuthKit keeps its session in a module variable, so end the session after each test.
  onTestFinished(async () => {
    await authKit()
      .signOut({ navigate: false })
      ?.catch(() => {});
  });
  return { app, authKit };
}

// AuthKit checks its session every second, without end. Collect its timers, because they must not outlive the page.
const timers = new Set<ReturnType<typeof setTimeout>>();
const { setTimeout: startTimer } = globalThis;
vi.stubGlobal("setTimeout", (...args: Parameters<typeof startTimer>) => {
  const timer = startTimer(...args);
  timers.add(timer);
  return timer;
});
afterAll(() => {
  // Timers that start later never fire. Return a real timer, because code such as `fetch` relies on its type.
  vi.stubGlobal("setTimeout", () => {
    const timer = startTimer(() => {}, 0);
    clearTimeout(timer);
    return timer;
  });
  for (const timer of timers) clearTimeout(timer);
});

export const returnToTheApp = () => localStorage.setItem(`workos:refresh-token:${clientId}`, "refresh-1");
