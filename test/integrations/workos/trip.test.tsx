import { act, waitFor } from "@testing-library/react";
import { AuthKitProvider, useAuth } from "@workos-inc/authkit-react";
import { useWorkOSTokenSource } from "assistant-cloud-auth/workos";
import type { PropsWithChildren } from "react";
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { explanationOf } from "../explanation-of.ts";
import { serveVendor } from "../serve-vendor.ts";
import { renderApp } from "../support/render-app.tsx";
import { vendorOf } from "../support/vendor-of.ts";

const clientId = "client_01HXYZ";

/** WorkOS, answering AuthKit over HTTP: one session, whose refresh token lies in this browser. */
async function startWorkOS({ user = "user_1", claims = {} }: { user?: string; claims?: Record<string, unknown> } = {}) {
  const state = { status: 200, user };
  const url = await serveVendor(async ({ path, fields }) => {
    if (path !== "/user_management/authenticate") return {};
    if (state.status !== 200) return { status: state.status, body: { error: "invalid_grant" } };
    if (fields["refresh_token"] !== "refresh-1") return { status: 400, body: { error: "invalid_grant" } };
    const organization = fields["organization_id"];
    const org = organization === undefined ? {} : { org_id: organization };
    return {
      body: {
        user: { object: "user", id: state.user, email_verified: true, updated_at: `of ${state.user}` },
        organization_id: organization,
        access_token: await vendorOf("workos").sign({ sub: state.user, ...org, ...claims }, { expiresInSeconds: 300 }),
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

function start() {
  const app = renderApp({ useSource, Providers });
  const authKit = () => {
    if (auth === undefined) throw new Error("AuthKit has not rendered.");
    return auth;
  };
  // AuthKit keeps its session in the module.
  onTestFinished(async () => {
    await authKit()
      .signOut({ navigate: false })
      ?.catch(() => {});
  });
  return { app, authKit };
}

// AuthKit looks at its session once a second, for ever: that must not outlive the page.
const timers = new Set<ReturnType<typeof setTimeout>>();
const { setTimeout: startTimer } = globalThis;
vi.stubGlobal("setTimeout", (...args: Parameters<typeof startTimer>) => {
  const timer = startTimer(...args);
  timers.add(timer);
  return timer;
});
afterAll(() => {
  // One that never rings, but is a timer: what runs below the page, such as fetch, handles it as such.
  vi.stubGlobal("setTimeout", () => {
    const timer = startTimer(() => {}, 0);
    clearTimeout(timer);
    return timer;
  });
  for (const timer of timers) clearTimeout(timer);
});

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
const returnToTheApp = () => localStorage.setItem(`workos:refresh-token:${clientId}`, "refresh-1");

describe("workos", () => {
  it("failure: without a session nobody is signed in, and nothing is exchanged", async () => {
    await startWorkOS();
    const { app } = start();
    await app.untilSignedOut();
    expect(app.exchanges).toEqual([]);
  });

  it("trip: a returning user's access token becomes a workspace token", async () => {
    returnToTheApp();
    await startWorkOS();
    const { app } = start();
    expect(await app.untilWorkspace()).toEqual({ userId: "user_1", workspaceId: "user_1" });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "user_1", workspaceId: "user_1" } });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("switch: another organization is another workspace", async () => {
    returnToTheApp();
    await startWorkOS();
    const { app, authKit } = start();
    await app.untilWorkspace("user_1");
    await act(() => authKit().switchToOrganization({ organizationId: "org_2" }));
    expect(await app.untilWorkspace("org_2:user_1")).toEqual({ userId: "user_1", workspaceId: "org_2:user_1" });
  });

  it("switch: another user's session, from another tab, takes the place of the first", async () => {
    returnToTheApp();
    const state = await startWorkOS();
    const { app, authKit } = start();
    await app.untilWorkspace("user_1");
    state.user = "user_2";
    await act(async () => void (await authKit().getAccessToken({ forceRefresh: true })));
    expect(await app.untilWorkspace("user_2")).toEqual({ userId: "user_2", workspaceId: "user_2" });
  });

  it("sign-out: the workspace token is gone", async () => {
    returnToTheApp();
    await startWorkOS();
    const { app, authKit } = start();
    await app.untilWorkspace();
    await authKit().signOut({ navigate: false });
    await app.refresh().catch(() => {});
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: a session that WorkOS has revoked is signed out", async () => {
    returnToTheApp();
    const state = await startWorkOS();
    const { app, authKit } = start();
    await app.untilWorkspace();
    state.status = 400;
    await authKit()
      .getAccessToken({ forceRefresh: true })
      .catch(() => {});
    await app.refresh().catch(() => {});
    await app.untilSignedOut();
  });

  it("failure: an outage of WorkOS leaves the user signed in", async () => {
    returnToTheApp();
    const state = await startWorkOS();
    const { app } = start();
    await app.untilWorkspace();
    state.status = 503;
    await app.refresh().catch(() => {});
    await waitFor(() => expect(app.shown().status).toBe("authenticated"));
  });

  it("failure: a rule for another client names both issuers", async () => {
    returnToTheApp();
    const issuer = "https://api.workos.com/user_management/client_02OTHER";
    await startWorkOS({ claims: { iss: issuer } });
    const { app } = start();
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    const explanation = await explanationOf(app.exchanges[0]?.token ?? "");
    expect(explanation).toContain(issuer);
    expect(explanation).toContain(vendorOf("workos").issuer);
  });
});
