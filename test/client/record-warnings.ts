import { afterEach, beforeEach, vi } from "vitest";

/**
 * Keeps the warnings of a file's tests out of the console. Returns a function that returns the warnings of the current
 * test.
 */
export function recordWarnings(): () => string[] {
  const warn = vi.spyOn(console, "warn");
  beforeEach(() => {
    // A warning appears once per page, so each test needs fresh modules.
    vi.resetModules();
    warn.mockReset().mockImplementation(() => {});
  });
  afterEach(() => vi.unstubAllEnvs());
  return () => warn.mock.calls.map(String);
}
