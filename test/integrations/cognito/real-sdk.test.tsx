import { act } from "@testing-library/react";
import { type CognitoTokenSourceOptions, useCognitoTokenSource } from "assistant-cloud-auth/cognito";
import { fetchAuthSession, signOut } from "aws-amplify/auth";
import { Hub } from "aws-amplify/utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { explanationOf } from "../explanation-of.ts";
import { renderApp } from "../support/render-app.tsx";
import { signInAs, startCognito } from "./start-cognito.ts";

const start = (options: CognitoTokenSourceOptions = {}) =>
  renderApp({ useSource: () => useCognitoTokenSource({ fetchAuthSession, Hub }, options) });

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

describe("cognito", () => {
  it("sign-in: Cognito's ID token is exchanged as soon as the user signs in", async () => {
    await startCognito();
    const app = start();
    await app.untilSignedOut();
    await signInAs("ada");
    expect(await app.untilWorkspace()).toEqual({ userId: "ada", workspaceId: "ada" });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "ada", workspaceId: "ada" } });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("switch: after another user signs in with Cognito, the app opens that user's workspace", async () => {
    await startCognito();
    await signInAs("ada");
    const app = start();
    await app.untilWorkspace("ada");
    await act(() => signOut());
    await signInAs("grace");
    expect(await app.untilWorkspace("grace")).toEqual({ userId: "grace", workspaceId: "grace" });
  });

  it("switch: the app opens another workspace if the user's organization in Cognito changes", async () => {
    const state = await startCognito({ ada: "one" });
    await signInAs("ada");
    const app = start({ organization: (claims) => String(claims["custom:org"]) });
    await app.untilWorkspace("one:ada");
    state.organizations = { ada: "two" };
    await act(async () => void (await fetchAuthSession({ forceRefresh: true })));
    expect(await app.untilWorkspace("two:ada")).toEqual({ userId: "ada", workspaceId: "two:ada" });
  });

  it("sign-out: signing out of Cognito drops the workspace token", async () => {
    await startCognito();
    await signInAs("ada");
    const app = start();
    await app.untilWorkspace();
    await act(() => signOut());
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: a rule for ID tokens rejects an access token, which has no `aud`", async () => {
    await startCognito();
    await signInAs("ada");
    const app = start({ token: "access" });
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    const explanation = await explanationOf(app.exchanges[0]?.token ?? "");
    expect(explanation).toContain("`aud` is missing: Cognito's access tokens have none");
  });

  it("failure: if Cognito rejects the refresh token, the app signs the user out until the next sign-in", async () => {
    const state = await startCognito();
    await signInAs("ada");
    const app = start();
    await app.untilWorkspace();
    state.refusal = { status: 400, type: "NotAuthorizedException" };
    await act(async () => void (await fetchAuthSession({ forceRefresh: true })));
    await app.refresh().catch(() => {});
    await app.untilSignedOut();
    state.refusal = null;
    await signInAs("ada");
    expect((await app.untilWorkspace()).userId).toBe("ada");
  });
});
