import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { expiresWithin } from "../../../src/integrations/shared/expires-within.ts";

const NOW = 1_800_000_000;

beforeEach(() => vi.useFakeTimers({ now: NOW * 1000 }));
afterEach(() => vi.useRealTimers());

describe("expiresWithin", () => {
  it.each([
    [NOW + 3600, false],
    [NOW + 31, false],
    [NOW + 30, true],
    [NOW, true],
    [NOW - 3600, true],
  ])("for `exp` %i, expiresWithin() returns %s", (exp, expected) => {
    expect(expiresWithin(exp)).toBe(expected);
  });

  it("F63 if `exp` counts milliseconds, expiresWithin() converts it, and warns the developer once", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect(expiresWithin((NOW + 3600) * 1000)).toBe(false);
    expect(expiresWithin((NOW + 30) * 1000)).toBe(true);
    expect(expiresWithin((NOW - 3600) * 1000)).toBe(true);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('The auth provider returned a token whose "exp" counts milliseconds.'),
    );
    warn.mockRestore();
  });

  it("if the margin is 5 seconds, expiresWithin() returns true from 5 seconds before the expiry", () => {
    expect(expiresWithin(NOW + 6, 5)).toBe(false);
    expect(expiresWithin(NOW + 5, 5)).toBe(true);
  });

  it.each([undefined, null, "soon", {}])("expiresWithin() treats a token with `exp` %j as expired", (exp) => {
    expect(expiresWithin(exp)).toBe(true);
  });
});
