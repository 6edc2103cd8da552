import { render } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createReactHarness, HarnessProvider } from "./react-harness.tsx";

afterEach(() => vi.unstubAllGlobals());

describe("the warm-up of the browser's APIs", () => {
  it("F76 the provider connects the page to the lock manager when it mounts, but not when it rerenders", () => {
    const query = vi.fn(async () => ({}));
    const locks = { query, request: () => new Promise(() => {}) };
    vi.stubGlobal("navigator", Object.create(navigator, { locks: { value: locks } }));
    const harness = createReactHarness(() => null);
    const { rerender } = render(<HarnessProvider of={harness} />);
    expect(query).toHaveBeenCalledTimes(1);
    rerender(<HarnessProvider of={harness} />);
    expect(query).toHaveBeenCalledTimes(1);
  });
});
