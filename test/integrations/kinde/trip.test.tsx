import { KindeProvider, useKindeAuth } from "@kinde-oss/kinde-auth-react";
import { act, waitFor } from "@testing-library/react";
import { type KindeTokenSourceOptions, useKindeTokenSource } from "assistant-cloud-auth/kinde";
import type { PropsWithChildren } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answerVendor } from "../answer-vendor.ts";
import { explanationOf } from "../explanation-of.ts";
import { renderApp } from "../support/render-app.tsx";
import { vendorOf } from "../support/vendor-of.ts";

const DOMAIN = "https://acme.kinde.com";
const CLIENT = "kinde-client";
const API = "https://api.example.com";

interface Account {
  sub: string;
  org_code?: string;
}
/** What Kinde knows and does in this test. */
let kinde: { account: Account; claims: Record<string, unknown>; expiresIn: number; grants: string[]; refuses: boolean };
let auth: ReturnType<typeof useKindeAuth>;

answerVendor(DOMAIN, async ({ path, fields }) => {
  if (path !== "/oauth2/token") return { status: 404 };
  kinde.grants.push(fields["grant_type"] ?? "");
  const refused = kinde.refuses && fields["grant_type"] === "refresh_token";
  if (refused || fields["client_id"] !== CLIENT) return { status: 400, body: { error: "invalid_grant" } };
  const { account, claims, expiresIn } = kinde;
  const { sign } = vendorOf("kinde");
  return {
    body: {
      access_token: await sign({ ...account, ...claims }, { expiresInSeconds: expiresIn }),
      id_token: await sign({ sub: account.sub, aud: [DOMAIN, CLIENT], org_codes: [account.org_code] }),
      refresh_token: `refresh-${kinde.grants.length}`,
      token_type: "bearer",
      expires_in: 3600,
    },
  };
});

const Providers = ({ children }: PropsWithChildren) => (
  <KindeProvider
    clientId={CLIENT}
    domain={DOMAIN}
    audience={API}
    redirectUri={window.location.origin}
    useInsecureForRefreshToken
  >
    {children}
  </KindeProvider>
);
const open = (options?: KindeTokenSourceOptions) =>
  renderApp({
    Providers,
    useSource: () => {
      auth = useKindeAuth();
      return useKindeTokenSource(auth, options);
    },
  });

/** Leaves for Kinde by `go`, as the SDK does it, and comes back to the app's address with a code. */
async function visitKinde(page: ReturnType<typeof open>, go: () => Promise<void>) {
  await act(go);
  const state = () => localStorage.getItem("state0");
  await waitFor(() => expect(state()).not.toBe(null));
  page.unmount();
  window.history.replaceState({}, "", `/?${new URLSearchParams({ code: "code-1", state: state() ?? "" })}`);
}

async function signIn(options?: KindeTokenSourceOptions) {
  const page = open(options);
  await page.untilSignedOut();
  await visitKinde(page, () => auth.login());
  return open(options);
}

beforeEach(() => {
  kinde = { account: { sub: "kp_ada", org_code: "org_1" }, claims: {}, expiresIn: 3600, grants: [], refuses: false };
  // The SDK leaves the page, which jsdom cannot; and it logs what fails.
  vi.spyOn(console, "error").mockImplementation(() => {});
  window.history.replaceState({}, "", "/");
});
afterEach(async () => {
  // The SDK's tokens are in its module; on a real page they would go with it.
  await act(() => auth.logout());
});

describe("kinde", () => {
  it("trip: the redirect's code opens the workspace of organization and user, and a refresh renews both tokens", async () => {
    const app = await signIn();
    const workspaceId = "org_1:kp_ada";
    expect(await app.untilWorkspace()).toEqual({ userId: "kp_ada", workspaceId });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "kp_ada", workspaceId } });
    await app.refresh();
    expect(kinde.grants).toEqual(["authorization_code", "refresh_token"]);
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("trip: the ID token will do where there is no API", async () => {
    kinde.claims = { aud: [] };
    const app = await signIn({ token: "id" });
    await app.untilWorkspace("kp_ada");
    expect(await app.callApi()).toMatchObject({ status: 200, caller: { userId: "kp_ada" } });
  });

  it("switch: another organization, and another user, each get their own workspace", async () => {
    const first = await signIn();
    await first.untilWorkspace("org_1:kp_ada");
    kinde.account = { sub: "kp_ada", org_code: "org_2" };
    localStorage.removeItem("state0");
    await visitKinde(first, () => auth.switchOrg("org_2"));
    const second = open();
    await second.untilWorkspace("org_2:kp_ada");
    // A renewal that is of somebody else, as after a login in another window.
    kinde.account = { sub: "kp_bob", org_code: "org_1" };
    await act(async () => {
      await auth.refreshToken({ domain: DOMAIN, clientId: CLIENT });
    });
    await second.untilWorkspace("org_1:kp_bob");
    expect(await second.callApi()).toMatchObject({ caller: { userId: "kp_bob" } });
  });

  it("sign-out: the workspace token goes with Kinde's session", async () => {
    const app = await signIn();
    await app.untilWorkspace();
    await act(() => auth.logout());
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: an access token without an audience is named as such, and never sent", async () => {
    kinde.claims = { aud: [] };
    const app = await signIn();
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: "Kinde's access token has no audience.",
      remedy: 'Give KindeProvider an audience, or send the ID token: { token: "id" }.',
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: an expired session that Kinde does not renew asks to sign in again", async () => {
    kinde.expiresIn = 2;
    kinde.refuses = true;
    const app = await signIn();
    const error = await app.untilError();
    expect(error).toMatchObject({
      code: "source_failed",
      message: "Kinde did not renew the session.",
      remedy: expect.stringContaining("sign in again"),
    });
    expect(error.cause).toMatchObject({ message: "Failed to refresh token" });
  });

  it("failure: tokens of a custom domain are refused under the kinde.com rule, and the explanation names it", async () => {
    kinde.claims = { iss: "https://auth.acme.example" };
    const app = await signIn();
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    expect(await explanationOf(app.exchanges[0]?.token ?? "")).toContain("https://auth.acme.example");
  });
});
