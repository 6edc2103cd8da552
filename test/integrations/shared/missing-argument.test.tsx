import { renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";

/** The exports of each integration's entry point. */
const entries = import.meta.glob<Record<string, unknown>>("../../../src/integrations/*.ts", { eager: true });
const hooks = Object.values(entries).flatMap((entry) =>
  Object.entries(entry).filter(([name]) => /^use\w+TokenSource$/.test(name)),
) as [name: string, hook: (...given: unknown[]) => unknown][];
// These hooks take a text, or null while no user is signed in.
const takesText = ["useGoogleTokenSource"];

it("the test finds the hook of every provider", () => {
  expect(hooks.length).toBeGreaterThan(14);
});

it.each(hooks.filter(([name]) => !takesText.includes(name)))(
  "%s() throws `configuration` if its argument is missing",
  (name, useTokenSource) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const call = () => renderHook(() => useTokenSource(undefined, undefined));
    expect(call).toThrow(expect.objectContaining({ code: "configuration", message: expect.stringContaining(name) }));
    vi.restoreAllMocks();
  },
);
