import { InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { durationBetween } from "../../src/cli/read-duration.ts";

const read = durationBetween(60, 31_536_000);

test.each([
  ["60s", 60],
  ["15m", 900],
  ["24h", 86_400],
  ["7d", 604_800],
  ["1y", 31_536_000],
])("reads the duration %s as %i seconds", (text, seconds) => {
  expect(read(text)).toBe(seconds);
});

test.each(["", "24", "h", "24 h", "-1d", "1.5h", "59s", "366d", "2y", "1w", "9999999999s", "١d"])(
  "rejects the duration %j and reports the allowed range",
  (text) => {
    expect(() => read(text)).toThrow(InvalidArgumentError);
    expect(() => read(text)).toThrow(/from 1m to 1y/);
  },
);
