import { render, waitFor } from "@testing-library/react";
import { AssistantCloudAuthError } from "assistant-cloud-auth";
import { AssistantCloudAuthDevtools } from "assistant-cloud-auth/devtools";
import { createTestClock, TestAssistantCloudProvider, type TestAuthState } from "assistant-cloud-auth/testing";
import { describe, expect, it } from "vitest";
import { click, createDevtoolsHarness, EMAIL, panel, panelRoot, skipTime, text } from "./devtools-harness.tsx";

const pageNavigator = () => document.defaultView?.navigator ?? navigator;

describe("secrets in the devtools", () => {
  const failing = [
    "source_failed",
    "network",
    "rejected",
    "invalid_token",
    "identity_mismatch",
    "configuration",
  ] as const;
  const states: [TestAuthState, RegExp][] = [
    ["loading", /has no token yet/],
    ["authenticated", /token is usable\./],
    ["refreshing", /refresh is in flight/],
    ["refresh-failing", /last refresh failed/],
    ["expired", /Documentation of expired_token/],
    ["unauthenticated", /user is signed out/],
    ...failing.map((code): [TestAuthState, RegExp] => [`error:${code}`, new RegExp(`Documentation of ${code}`)]),
  ];

  it.each(states)("in the state %s, the panel and the copied report contain no secret", async (state, expected) => {
    const copied: string[] = [];
    const clipboard = { writeText: async (report: string) => void copied.push(report) };
    Object.defineProperty(pageNavigator(), "clipboard", { configurable: true, value: clipboard });
    const clock = createTestClock();
    const steppingClock = { ...clock, advance: (ms: number) => skipTime(clock, ms) };
    render(
      <TestAssistantCloudProvider clock={steppingClock} state={state} userId={EMAIL} workspaceId={`acme:${EMAIL}`}>
        <AssistantCloudAuthDevtools embedded />
      </TestAssistantCloudProvider>,
    );
    await waitFor(() => expect(text()).toMatch(expected));
    await click("Copy report");
    Reflect.deleteProperty(pageNavigator(), "clipboard");
    expect(copied).toHaveLength(1);
    expect(copied[0]).toContain("assistant-cloud-auth devtools report");
    expect(copied[0]).not.toMatch(/acme/);
    expect([panelRoot().outerHTML, document.body.outerHTML, ...copied].join()).not.toMatch(/eyJ|@example|ada/);
  });

  it("hides secrets in the message of an error that the app's token source throws", async () => {
    const secret = `eyJ${"a".repeat(30)}.b.c`;
    const { advance } = await createDevtoolsHarness({
      handler: () => Promise.reject(new AssistantCloudAuthError("source_failed", `refused ${EMAIL} with ${secret}`)),
    });
    await advance(0);
    expect(text()).toContain("refused [hidden] with [hidden]");
    expect(panelRoot().outerHTML).not.toMatch(/eyJ|@example/);
  });

  it("hides an API key in the message of an error, also a key of another service", async () => {
    const { advance } = await createDevtoolsHarness({
      handler: () =>
        Promise.reject(
          new AssistantCloudAuthError(
            "source_failed",
            "refused sk_aui_proj_0a_0b with (sk_live_5), key=sk_7 and ask_me",
          ),
        ),
    });
    await advance(0);
    expect(text()).toContain("refused [hidden] with ([hidden]), [hidden] and ask_me");
    expect(panelRoot().outerHTML).not.toMatch(/sk_aui|sk_live/);
  });

  it("if the clipboard is not available, the devtools show a report that contains no secret", async () => {
    await createDevtoolsHarness();
    await click("Copy report");
    const report = panel().getByRole<HTMLTextAreaElement>("textbox", { name: "Report" }).value;
    expect(report).toContain("status: authenticated");
    expect(report).toContain("refresh_succeeded");
    expect(report).not.toMatch(/eyJ|ada/);
  });
});
