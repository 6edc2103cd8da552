import { act, cleanup, render, screen } from "@testing-library/react";
import { createTestClock, TestAssistantCloudProvider } from "assistant-cloud-auth/testing";
import { afterEach, expect, it } from "vitest";
import { Welcome } from "./greeting.tsx";

afterEach(cleanup);

it("the component greets the signed-in user", async () => {
  render(
    <TestAssistantCloudProvider userId="ada" workspaceId="acme:ada">
      <Welcome />
    </TestAssistantCloudProvider>,
  );
  expect(await screen.findByText("Hello, ada")).toBeTruthy();
});

it("the component asks a signed-out visitor to sign in", async () => {
  render(
    <TestAssistantCloudProvider state="unauthenticated">
      <Welcome />
    </TestAssistantCloudProvider>,
  );
  expect(await screen.findByText("Please sign in")).toBeTruthy();
});

it("the component reports that the cloud is unreachable", async () => {
  render(
    <TestAssistantCloudProvider state="error:network">
      <Welcome />
    </TestAssistantCloudProvider>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("cannot be reached");
});

it("the component still greets the user after an hour of refreshes", async () => {
  const clock = createTestClock();
  render(
    <TestAssistantCloudProvider userId="ada" clock={clock}>
      <Welcome />
    </TestAssistantCloudProvider>,
  );
  await screen.findByText("Hello, ada");
  await act(() => clock.advance(3_600_000));
  expect(screen.getByText("Hello, ada")).toBeTruthy();
});
