import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { isAssistantCloudAuthError, useAuthStatus, useWorkspaceToken } from "assistant-cloud-auth";
import {
  createTestClock,
  TestAssistantCloudProvider,
  type TestAssistantCloudProviderProps,
  type TestErrorCode,
} from "assistant-cloud-auth/testing";
import { afterEach, describe, expect, it } from "vitest";

function Screen() {
  const { status, userId, workspaceId, isRefreshing, refreshError, error, expiresAt } = useWorkspaceToken({
    throwOnError: false,
  });
  const failure = isAssistantCloudAuthError(error?.cause) ? error.cause.code : undefined;
  const shown = { status, userId, workspaceId, isRefreshing, refreshError: refreshError?.code, error: error?.code };
  return <output>{JSON.stringify({ ...shown, failure, expiresAt })}</output>;
}

function Status() {
  return <p>{useAuthStatus().status}</p>;
}

const show = (props: TestAssistantCloudProviderProps) =>
  render(
    <TestAssistantCloudProvider {...props}>
      <Screen />
    </TestAssistantCloudProvider>,
  );
const shown = () => JSON.parse(screen.getByRole("status").textContent);

afterEach(cleanup);

describe("TestAssistantCloudProvider", () => {
  it.each([
    ["loading", { status: "loading" }],
    ["authenticated", { status: "authenticated", userId: "ada", workspaceId: "acme:ada", isRefreshing: false }],
    ["refreshing", { status: "authenticated", userId: "ada", isRefreshing: true }],
    ["refresh-failing", { status: "authenticated", isRefreshing: false, refreshError: "source_failed" }],
    ["offline", { status: "authenticated", isRefreshing: false, refreshError: "offline" }],
    ["expired", { status: "error", error: "expired_token", failure: "source_failed" }],
    ["unauthenticated", { status: "unauthenticated", userId: null }],
  ] as const)("TestAssistantCloudProvider renders the state %s", async (state, expected) => {
    show({ state, userId: "ada", workspaceId: "acme:ada" });
    await waitFor(() => expect(shown()).toMatchObject(expected));
  });

  it.each([
    "unauthenticated",
    "source_failed",
    "source_timeout",
    "network",
    "offline",
    "rate_limited",
    "rejected",
    "exchange_failed",
    "invalid_token",
    "expired_token",
    "identity_mismatch",
    "circuit_open",
    "interaction_required",
    "configuration",
  ] satisfies TestErrorCode[])("TestAssistantCloudProvider renders the error %s", async (code) => {
    show({ state: `error:${code}` });
    await waitFor(() => expect(shown()).toMatchObject({ status: "error", error: code }));
  });

  it("TestAssistantCloudProvider refreshes the token when the test advances the clock", async () => {
    const clock = createTestClock();
    show({ clock });
    await waitFor(() => expect(shown().expiresAt).toBe("2026-01-01T00:05:00.000Z"));
    await act(() => clock.advance(250_000));
    await waitFor(() => expect(shown().expiresAt).toBe("2026-01-01T00:09:00.000Z"));
  });

  it("TestAssistantCloudProvider shows the new state, user and workspace when its props change", async () => {
    const { rerender } = show({ userId: "ada" });
    const expectAfter = async (props: TestAssistantCloudProviderProps, expected: object) => {
      rerender(
        <TestAssistantCloudProvider {...props}>
          <Screen />
        </TestAssistantCloudProvider>,
      );
      await waitFor(() => expect(shown()).toMatchObject(expected));
    };
    await expectAfter({ userId: "grace" }, { userId: "grace", workspaceId: "grace" });
    await expectAfter({ userId: "grace", workspaceId: "navy:grace" }, { workspaceId: "navy:grace" });
    await expectAfter({ state: "unauthenticated" }, { status: "unauthenticated" });
    await expectAfter({ state: "refreshing" }, { status: "authenticated", isRefreshing: true });
  });

  it("two test providers on a page do not affect each other", async () => {
    render(
      <>
        <TestAssistantCloudProvider>
          <Status />
        </TestAssistantCloudProvider>
        <TestAssistantCloudProvider state="loading">
          <Status />
        </TestAssistantCloudProvider>
      </>,
    );
    await screen.findByText("authenticated");
    expect(screen.getByText("loading")).toBeDefined();
  });

  it.each(["signed-in", "error:netwrok", "error:disposed"])(
    "for the invalid state %s, the error lists the valid states",
    (state) => {
      expect(() => show({ state: state as never })).toThrow(
        expect.objectContaining({ code: "configuration", remedy: expect.stringContaining("refresh-failing") }),
      );
    },
  );
});
