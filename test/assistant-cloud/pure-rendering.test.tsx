import { render } from "@testing-library/react";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";
import type { ReactNode } from "react";
import { expect, it, onTestFinished } from "vitest";
import { forbidImpureRendering } from "../react/forbid-impure-rendering.ts";
import { advance, createReactHarness, HarnessProvider, mint, SECOND } from "../react/react-harness.tsx";

function CloudReader(): ReactNode {
  return typeof useAssistantCloud().threads.list;
}

it("F47 no render of useAssistantCloud uses the clock, randomness, storage, the network or other tabs", async () => {
  const { touched, restore } = forbidImpureRendering();
  onTestFinished(restore);
  const harness = createReactHarness();
  const bob = createReactHarness(() => mint("bob"));
  const app = (of: typeof harness, key: string) => (
    <HarnessProvider of={of} tokenSource={{ ...of.tokenSource, key }}>
      <CloudReader />
    </HarnessProvider>
  );
  const view = render(app(harness, "ada"));
  await advance(280 * SECOND);
  expect(harness.source.calls).toHaveLength(2);
  view.rerender(app(bob, "bob"));
  await advance(0);
  expect(bob.source.calls).toHaveLength(1);
  expect(view.container.textContent).toBe("function");
  expect(touched).toEqual([]);
});
