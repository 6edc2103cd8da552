import { act, fireEvent, within } from "@testing-library/react";
import { AssistantCloudAuthDevtools } from "assistant-cloud-auth/devtools";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { createDevtoolsHarness } from "./devtools-harness.tsx";

/** Returns the panel at an index in the page. */
function panelAt(index: number) {
  const hosts = document.querySelectorAll("[data-assistant-cloud-auth-devtools]");
  const root = hosts[index]?.shadowRoot?.querySelector<HTMLElement>(".root");
  if (!root) throw new Error(`The page has ${hosts.length} panels.`);
  const panel = within(root);
  return {
    choose: (label: string) => act(async () => void fireEvent.click(panel.getByLabelText(label))),
    refresh: () => act(async () => void fireEvent.click(panel.getByRole("button", { name: "Refresh" }))),
    events: () => [...root.querySelectorAll(".events code")].map((code) => code.textContent).reverse(),
  };
}

const both = [
  <AssistantCloudAuthDevtools key="first" embedded />,
  <AssistantCloudAuthDevtools key="second" embedded />,
];

async function createPanels() {
  const harness = await createDevtoolsHarness();
  const show = (panels: ReactNode) => act(async () => harness.show("ada", panels));
  await show(both);
  return { ...harness, show, first: panelAt(0), second: panelAt(1) };
}

describe("two devtools below one provider", () => {
  it("a simulation in one panel continues after the other panel's simulation ends", async () => {
    const { source, first, second, advance } = await createPanels();
    const calls = source.calls.length;
    await first.choose("Offline");
    await second.choose("Server clock +10 min");
    await second.choose("Nothing");
    await first.refresh();
    await advance(0);
    expect(source.calls).toHaveLength(calls);
    expect(first.events().at(-1)).toBe("refresh_failed");
  });

  it("a simulation in one panel continues after the other panel unmounts", async () => {
    const { source, show, advance, second } = await createPanels();
    const calls = source.calls.length;
    await second.choose("Offline");
    await show(both[1]);
    await panelAt(0).refresh();
    await advance(0);
    expect(source.calls).toHaveLength(calls);
  });

  it("both simulations apply to a call of the token source", async () => {
    const { source, first, second, advance } = await createPanels();
    const calls = source.calls.length;
    await first.choose("Source returns null");
    await second.choose("Server clock +10 min");
    await first.refresh();
    await advance(0);
    expect(source.calls).toHaveLength(calls);
    await first.choose("Nothing");
    await second.choose("Nothing");
    await first.refresh();
    await advance(1_000);
    expect(source.calls).toHaveLength(calls + 1);
  });

  it("each panel shows each event once, and shows new events after the other panel unmounts", async () => {
    const { show, first, second, advance } = await createPanels();
    const before = first.events().length;
    await first.refresh();
    await advance(1_000);
    expect(first.events().slice(before)).toEqual(["refresh_started", "refresh_succeeded"]);
    expect(second.events()).toEqual(first.events());
    await show(both[1]);
    const remaining = panelAt(0);
    const { length } = remaining.events();
    await remaining.refresh();
    await advance(1_000);
    expect(remaining.events().slice(length)[0]).toBe("refresh_started");
  });
});
