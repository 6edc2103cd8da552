import { act, fireEvent, render } from "@testing-library/react";
import { AssistantCloudAuthDevtools, assistantCloudAuthDevtoolsPlugin } from "assistant-cloud-auth/devtools";
import { createTestClock, TestAssistantCloudProvider } from "assistant-cloud-auth/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  chooseWhatIf,
  click,
  createDevtoolsHarness,
  eventTypes,
  factOf,
  panel,
  panelRoot,
  text,
} from "./devtools-harness.tsx";

describe("the floating panel of the devtools", () => {
  it("a button opens the panel and focuses `Close`; Escape closes the panel and focuses that button", async () => {
    await createDevtoolsHarness({ props: { embedded: false } });
    expect(text()).toContain("Auth devtools: authenticated");
    const focused = () => (panelRoot().getRootNode() as ShadowRoot).activeElement?.textContent;
    await click("Auth devtools: authenticated");
    expect(focused()).toBe("Close");
    const escapeKey = { key: "Escape", bubbles: true };
    await act(async () => void fireEvent.keyDown(panel().getByLabelText("Offline"), escapeKey));
    expect(focused()).toBe("Auth devtools: authenticated");
    await click("Auth devtools: authenticated");
    expect(eventTypes()).toContain("refresh_succeeded");
  });

  it("the button of the closed panel shows that a what-if simulation is active", async () => {
    await createDevtoolsHarness({ props: { embedded: false, initiallyOpen: true } });
    await chooseWhatIf("Offline");
    await click("Close");
    expect(text()).toContain("(what if)");
  });
});

describe("the devtools without a provider", () => {
  it("the devtools explain how to add the missing provider", () => {
    render(<AssistantCloudAuthDevtools />);
    expect(panel().getByRole("alert").textContent).toContain("inside AssistantCloudProvider");
  });
});

describe("the plugin for TanStack Devtools", () => {
  it.each([["dark" as const], [{ theme: "dark" as const }]])(
    "the plugin shows the panel in the dark theme if its argument is %o",
    async (given) => {
      const clock = createTestClock();
      const { id, name, render: renderPlugin } = assistantCloudAuthDevtoolsPlugin();
      expect([id, name]).toEqual(["assistant-cloud-auth", "Assistant Cloud auth"]);
      render(
        <TestAssistantCloudProvider clock={clock}>
          {renderPlugin(document.createElement("div"), given)}
        </TestAssistantCloudProvider>,
      );
      await act(() => clock.advance(0));
      expect(factOf("State")).toBe("authenticated");
      const { host } = panelRoot().getRootNode() as ShadowRoot;
      expect((host as HTMLElement).style.colorScheme).toBe("dark");
    },
  );
});

describe("the devtools in a production build", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it("in production, /devtools renders nothing, and /devtools/production has the same export names", async () => {
    vi.stubEnv("NODE_ENV", "production");
    vi.resetModules();
    const empty = await import("assistant-cloud-auth/devtools");
    vi.stubEnv("NODE_ENV", "test");
    const { container } = render(<empty.AssistantCloudAuthDevtools />);
    expect(container.innerHTML).toBe("");
    render(empty.assistantCloudAuthDevtoolsPlugin().render(document.createElement("div")));
    expect(document.querySelector("[data-assistant-cloud-auth-devtools]")).toBeNull();
    const productionModule = await import("assistant-cloud-auth/devtools/production");
    expect(Object.keys(productionModule).sort()).toEqual(Object.keys(empty).sort());
  });
});
