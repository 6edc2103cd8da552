import { expect, test } from "vitest";
import { readDate } from "../../src/cli/read-date.ts";

test.each([
  ["2027-01-31", "2027-01-31T00:00:00.000Z"],
  ["2028-02-29T12:30:00Z", "2028-02-29T12:30:00.000Z"],
  ["2027-01-31T23:00:00-02:00", "2027-02-01T01:00:00.000Z"],
])("reads the date %s", (text, iso) => {
  expect(readDate(text).toISOString()).toBe(iso);
});

test.each(["2027-02-30", "2027-02-29T00:00:00Z", "2027-04-31", "2027-13-01", "Feb 30 2027", "1", "soon", ""])(
  "rejects %j, which is not a date",
  (text) => {
    expect(() => readDate(text)).toThrow("It must be a date");
  },
);
