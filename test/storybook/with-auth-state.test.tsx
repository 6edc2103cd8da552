import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { AssistantCloudAuthError, useWorkspaceToken } from "assistant-cloud-auth";
import { type AuthStateSettings, authStateToolbar, withAuthState } from "assistant-cloud-auth/storybook";
import type { ReactElement } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";

function Screen() {
  const { status, userId, workspaceId, isRefreshing, refreshError, error, expiresAt } = useWorkspaceToken({
    throwOnError: false,
  });
  const shown = { status, userId, workspaceId, isRefreshing, refreshError: refreshError?.code, error: error?.code };
  return <output>{JSON.stringify({ ...shown, expiresAt })}</output>;
}

function Thrower() {
  return <p>{useWorkspaceToken().status}</p>;
}

/** Simulates a hook that finds no provider. The hook belongs to another copy of the package. */
function OfAnotherCopy(): ReactElement {
  throw Object.assign(new Error("No provider"), { name: "AssistantCloudAuthError", code: "configuration" });
}

function Broken(): ReactElement {
  throw new RangeError("the story's own");
}

/** Renders a story as Storybook 9 and 10 do: with the decorator, globals and parameters. */
function show(settings: AuthStateSettings | object, globals = {}, Story: () => ReactElement = () => <Screen />) {
  const context = { globals, parameters: { renderer: "react", assistantCloudAuth: settings }, userEvent: {} };
  return render(withAuthState(Story, context));
}
const shown = () => JSON.parse(screen.getByRole("status").textContent);
const notice = async () => (await screen.findByRole("alert")).textContent;

/** Hides React's reports of the errors that a boundary catches. */
const ignoreReports = () => vi.spyOn(console, "error").mockImplementation(() => {});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("the Storybook decorator withAuthState", () => {
  it("a story without parameters shows the state `authenticated`", async () => {
    render(withAuthState(() => <Screen />, { globals: {}, parameters: {}, ...{ userEvent: {} } }));
    await waitFor(() => expect(shown()).toMatchObject({ status: "authenticated", userId: "user_test" }));
  });

  it("the parameters of a story set the state and the workspace", async () => {
    show({ state: "refresh-failing", userId: "ada", workspaceId: "acme:ada" });
    await waitFor(() => expect(shown()).toMatchObject({ workspaceId: "acme:ada", refreshError: "source_failed" }));
  });

  it("the toolbar overrides the state that the parameters set", async () => {
    show({ state: "loading" }, { assistantCloudAuthState: "error-rate_limited" });
    await waitFor(() => expect(shown()).toMatchObject({ status: "error", error: "rate_limited" }));
  });

  it.each([
    ["another-user", {}, { userId: "another_user", workspaceId: "another_user" }],
    ["another-user", { userId: "ada", workspaceId: "acme:ada" }, { workspaceId: "acme:another_user" }],
    ["another-user", { userId: "ada", workspaceId: "acme" }, { userId: "another_user", workspaceId: "acme" }],
    ["another-user", { userId: "1", workspaceId: "org_12:1" }, { workspaceId: "org_12:another_user" }],
    ["another-user", { userId: "a", workspaceId: "acme:a" }, { workspaceId: "acme:another_user" }],
    ["another-user", { userId: "auth0|1", workspaceId: "1:auth0|1" }, { workspaceId: "1:another_user" }],
    ["another-organization", { userId: "ada" }, { userId: "ada", workspaceId: "another_org:ada" }],
  ])("the toolbar option %s changes the identity %o", async (assistantCloudAuthIdentity, own, expected) => {
    show(own, { assistantCloudAuthIdentity });
    await waitFor(() => expect(shown()).toMatchObject(expected));
  });

  it("a toolbar with an empty text as the state leaves the story's state unchanged", async () => {
    show({ state: "unauthenticated" }, { assistantCloudAuthState: "" });
    await waitFor(() => expect(shown().status).toBe("unauthenticated"));
  });

  it.each([
    ["authenticated", 300],
    ["refreshing", 60],
    ["expired", 0],
  ] as const)("in the state %s, the token expires %s seconds after the current time", async (state, left) => {
    const now = new Date("2030-05-05T10:00:00Z");
    const events: number[] = [];
    const onEvent = (event: { type: string; expiresAt?: number }) => {
      if (event.expiresAt !== undefined) events.push((event.expiresAt - now.getTime()) / 1000);
    };
    show({ state, now, onEvent });
    await waitFor(() => expect(events).toEqual([left]));
  });

  it("the clock of a story does not run by default, and a toolbar option starts the clock", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    const now = new Date("2030-05-05T10:00:00Z");
    const { unmount } = show({ now });
    await vi.waitFor(() => expect(shown().expiresAt).toBe("2030-05-05T10:05:00.000Z"));
    expect(vi.getTimerCount()).toBe(0);
    unmount();

    show({ now }, { assistantCloudAuthTime: "running" });
    await vi.waitFor(() => expect(shown().expiresAt).toBe("2030-05-05T10:05:00.000Z"));
    vi.advanceTimersByTime(241_000);
    await vi.waitFor(() => {
      vi.advanceTimersByTime(500);
      expect(shown().expiresAt).toBe("2030-05-05T10:09:00.000Z");
    });
    cleanup();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("the decorator shows the error's text for end users if the story has no error boundary", async () => {
    ignoreReports();
    show({ state: "error:network" }, {}, Thrower);
    expect(await notice()).toContain("cannot be reached");
    cleanup();
    show({ state: "error:configuration" }, {}, Thrower);
    expect(await notice()).toContain("The assistant is not available.");
  });
});

describe("a mistake in the settings of a story", () => {
  it.each<[string, object, object, string]>([
    ["an unknown state", { state: "signed-in" }, {}, "refresh-failing"],
    ["an unknown error code", { state: "error:netwrok" }, {}, "network"],
    ["a state that is the name of an inherited property", { state: "toString" }, {}, "refresh-failing"],
    ["a state that is not a string", { state: 3 }, {}, "refresh-failing"],
    ["an unknown setting", { user: "ada" }, {}, "userId"],
    ["settings that are not an object", ["refreshing"], {}, "Set it to an object"],
    ["an unknown toolbar value", {}, { assistantCloudAuthTime: "fast" }, "Use still or running."],
    ["a time as text", { now: "2026-01-01" }, {}, "new Date("],
    ["a time as a number", { now: 1767225600000 }, {}, "new Date("],
    ["an invalid date", { now: new Date(Number.NaN) }, {}, "new Date("],
    ["an empty user id", { userId: "" }, {}, "`userId`"],
    ["a user id that is a number", { userId: 5 }, { assistantCloudAuthIdentity: "another-user" }, "`userId`"],
    ["a user id that is null", { userId: null }, {}, "`userId`"],
    ["an empty workspace id", { workspaceId: "" }, {}, "`workspaceId`"],
    ["an invalid base URL", { baseUrl: "nowhere" }, {}, "https"],
  ])("for %s, the decorator shows an explanation instead of the story", async (_, settings, globals, remedy) => {
    ignoreReports();
    show(settings, globals);
    expect(await notice()).toContain(remedy);
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("the decorator explains that it does not support Storybook versions before 9", async () => {
    render(withAuthState(() => <Screen />, { globals: {}, parameters: { renderer: "react" } }));
    expect(await notice()).toBe("withAuthState needs Storybook 9 or 10.Run npx storybook@latest upgrade.");
  });

  it("the decorator explains that the story's hooks are from another copy of the package", async () => {
    ignoreReports();
    show({}, {}, OfAnotherCopy);
    expect(await notice()).toMatch(/another copy .* resolve\.dedupe/);
  });

  it("a story that disables the decorator fails with an error that names the decorator", () => {
    ignoreReports();
    expect(() => show({ disable: true }, {}, Thrower)).toThrow(/add withAuthState to the decorators/);
  });

  it("the decorator does not replace an error that the story throws", () => {
    ignoreReports();
    expect(() => show({}, {}, Broken)).toThrow(RangeError);
  });
});

describe("wrong uses of withAuthState", () => {
  it("a call of withAuthState() without arguments throws an error that says to omit the parentheses", () => {
    const call = withAuthState as () => unknown;
    expect(call).toThrow(AssistantCloudAuthError);
    expect(call).toThrow("without parentheses");
  });

  it("withAuthState throws an error in a Storybook that is not for React", () => {
    const context = { globals: {}, parameters: { renderer: "vue3" }, userEvent: {} };
    expect(() => withAuthState(() => <Screen />, context)).toThrow("Use it in a Storybook for React.");
  });
});

describe("the Storybook toolbar for authentication states", () => {
  it("every value of the toolbar can be part of a Storybook URL", () => {
    const values = Object.values(authStateToolbar).flatMap(({ toolbar }) => toolbar.items.map(({ value }) => value));
    expect(values.filter((value) => value !== undefined && !/^[\w -]+$/.test(value))).toEqual([]);
    expect(values.length).toBeGreaterThan(25);
  });
});
