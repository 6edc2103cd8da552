import { randomUUID } from "node:crypto";
import { createStytchB2BClient, StytchB2BProvider, useStytchB2BClient } from "@stytch/react/b2b";
import { act } from "@testing-library/react";
import type { TokenSource } from "assistant-cloud-auth";
import { useStytchB2BTokenSource } from "assistant-cloud-auth/stytch";
import type { PropsWithChildren } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { startStytch } from "../stytch/start-stytch.ts";
import { renderApp } from "../support/render-app.tsx";

const { state: stytch, reset } = startStytch("stytch-b2b");

/** The Stytch client that the running test uses. */
let client: ReturnType<typeof createStytchB2BClient>;
const Providers = ({ children }: PropsWithChildren) => (
  <StytchB2BProvider stytch={client}>{children}</StytchB2BProvider>
);

function open() {
  client = createStytchB2BClient(`public-token-test-${randomUUID()}`);
  let source: TokenSource | undefined;
  const app = renderApp({
    Providers,
    useSource() {
      source = useStytchB2BTokenSource(useStytchB2BClient());
      return source;
    },
  });
  const signIn = (id: string) => {
    stytch.user.id = id;
    return act(async () => {
      await client.magicLinks.authenticate({ magic_links_token: "token-of-the-email", session_duration_minutes: 60 });
    });
  };
  return { app, signIn, source: () => source };
}

beforeEach(() => {
  reset();
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

describe("stytch-b2b", () => {
  it("sign-in: a magic link opens the member's workspace, and a refresh renews the Stytch session's JWT", async () => {
    const { app, signIn } = open();
    await app.untilSignedOut();
    await signIn("member-test-1");
    const workspaceId = "organization-test-1:member-test-1";
    expect(await app.untilWorkspace()).toEqual({ userId: "member-test-1", workspaceId });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "member-test-1", workspaceId } });
    await app.refresh();
    expect(stytch.calls).toEqual(["/b2b/magic_links/authenticate", "/b2b/sessions/authenticate"]);
  });

  it("switch: moving the Stytch session to another organization opens that organization's workspace", async () => {
    const { app, signIn } = open();
    await signIn("member-test-1");
    await app.untilWorkspace("organization-test-1:member-test-1");
    stytch.user = { id: "member-test-2", organization: "organization-test-2" };
    await act(async () => {
      await client.session.exchange({ organization_id: "organization-test-2", session_duration_minutes: 60 });
    });
    await app.untilWorkspace("organization-test-2:member-test-2");
    expect(await app.callApi()).toMatchObject({ caller: { userId: "member-test-2" } });
  });

  it("sign-out: the end of the Stytch session drops the workspace token", async () => {
    const { app, signIn } = open();
    await signIn("member-test-1");
    await app.untilWorkspace();
    await act(async () => {
      await client.session.revoke();
    });
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("F68 a new sign-in of the same member changes the source's session, but a renewed JWT does not", async () => {
    const { app, signIn, source } = open();
    await signIn("member-test-1");
    await app.untilWorkspace();
    const first = source();
    const id = client.session.getSync()?.member_session_id;
    await app.refresh();
    expect(source()).toBe(first);
    await signIn("member-test-1");
    expect(client.session.getSync()?.member_session_id).toBe(id);
    expect(source()?.key).toBe(first?.key);
    expect(source()?.session).not.toBe(first?.session);
  });

  it("failure: a session that expired, or that was revoked elsewhere, signs the member out", async () => {
    const { app, signIn } = open();
    await signIn("member-test-1");
    await app.untilWorkspace();
    stytch.isSessionOver = true;
    await app.refresh();
    await app.untilSignedOut();
  });

  it("failure: a session in HttpOnly cookies causes an error, because the cookies hide the JWT", async () => {
    stytch.hidesTokens = true;
    const { app, signIn } = open();
    await signIn("member-test-1");
    expect(await app.untilError()).toMatchObject({ code: "configuration", message: "Stytch returned no session JWT." });
    expect(app.exchanges).toEqual([]);
  });
});
