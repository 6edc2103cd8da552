import { randomUUID } from "node:crypto";
import { createStytchClient, StytchProvider, useStytch } from "@stytch/react";
import { act } from "@testing-library/react";
import type { TokenSource } from "assistant-cloud-auth";
import { useStytchTokenSource } from "assistant-cloud-auth/stytch";
import type { PropsWithChildren } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { renderApp } from "../support/render-app.tsx";
import { startStytch } from "./start-stytch.ts";

const { state: stytch, reset } = startStytch("stytch");

/** The Stytch client that the running test uses. */
let client: ReturnType<typeof createStytchClient>;
const Providers = ({ children }: PropsWithChildren) => <StytchProvider stytch={client}>{children}</StytchProvider>;

function open() {
  client = createStytchClient(`public-token-test-${randomUUID()}`);
  let source: TokenSource | undefined;
  const app = renderApp({
    Providers,
    useSource() {
      source = useStytchTokenSource(useStytch());
      return source;
    },
  });
  const signIn = (id: string) => {
    stytch.user.id = id;
    return act(async () => {
      await client.magicLinks.authenticate("token-of-the-email", { session_duration_minutes: 60 });
    });
  };
  return { app, signIn, source: () => source };
}

beforeEach(() => {
  reset();
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

describe("stytch", () => {
  it("sign-in: a Stytch magic link opens the user's workspace, and a refresh exchanges a renewed JWT", async () => {
    const { app, signIn } = open();
    await app.untilSignedOut();
    await signIn("user-test-1");
    expect(await app.untilWorkspace()).toEqual({ userId: "user-test-1", workspaceId: "user-test-1" });
    expect(await app.callApi()).toEqual({
      status: 200,
      caller: { userId: "user-test-1", workspaceId: "user-test-1" },
    });
    await app.refresh();
    expect(stytch.calls).toEqual(["/magic_links/authenticate", "/sessions/authenticate"]);
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("switch: another user of Stytch gets another workspace", async () => {
    const { app, signIn } = open();
    await signIn("user-test-1");
    await app.untilWorkspace("user-test-1");
    await signIn("user-test-2");
    await app.untilWorkspace("user-test-2");
    expect(await app.callApi()).toMatchObject({ caller: { userId: "user-test-2", workspaceId: "user-test-2" } });
  });

  it("sign-out: the end of the Stytch session drops the workspace token", async () => {
    const { app, signIn } = open();
    await signIn("user-test-1");
    await app.untilWorkspace();
    await act(async () => {
      await client.session.revoke();
    });
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("F68 a new sign-in of the same user changes the source's session, but a renewed JWT does not", async () => {
    const { app, signIn, source } = open();
    await signIn("user-test-1");
    await app.untilWorkspace();
    const first = source();
    const id = client.session.getSync()?.session_id;
    await app.refresh();
    expect(source()).toBe(first);
    await signIn("user-test-1");
    expect(client.session.getSync()?.session_id).toBe(id);
    expect(source()?.key).toBe(first?.key);
    expect(source()?.session).not.toBe(first?.session);
  });

  it("failure: a session that expired, or that was revoked elsewhere, signs the user out", async () => {
    const { app, signIn } = open();
    await signIn("user-test-1");
    await app.untilWorkspace();
    stytch.isSessionOver = true;
    await app.refresh();
    await app.untilSignedOut();
    expect(client.session.getSync()).toBe(null);
  });

  it("failure: a session in HttpOnly cookies causes an error, because the cookies hide the JWT", async () => {
    stytch.hidesTokens = true;
    const { app, signIn } = open();
    await signIn("user-test-1");
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: "Stytch returned no session JWT.",
      remedy: "Turn off HttpOnly cookies in Stytch.",
    });
    expect(app.exchanges).toEqual([]);
  });
});
