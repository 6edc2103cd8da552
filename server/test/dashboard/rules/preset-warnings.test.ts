import { expect, test } from "vitest";
import { presetWarnings } from "../../../dashboard/rules/add/preset-warnings.ts";
import { reachable, unreachable } from "../../../stories/rules-api.ts";

const idle = { isFetching: false, data: undefined };
const OTHER_APPS = "Without an audience, this rule also accepts tokens issued for your other apps.";

test.each([
  [true, [OTHER_APPS]],
  [false, []],
])("S24 if an unsaved rule has `anyAudience: %s`, the preset form shows the warnings %j", (anyAudience, warnings) => {
  expect(presetWarnings({ preview: { anyAudience }, check: idle })).toEqual(warnings);
});

test("if the check of a provider's keys failed, the preset form warns that no token can be accepted yet", () => {
  const of = (check: Parameters<typeof presetWarnings>[0]["check"]) =>
    presetWarnings({ preview: { anyAudience: false }, check });
  expect(of({ isFetching: false, data: unreachable })).toEqual([
    `No token can be accepted yet: ${unreachable.problem?.message}`,
  ]);
  expect(of({ isFetching: true, data: unreachable })).toEqual([]);
  expect(of({ isFetching: false, data: reachable })).toEqual([]);
  expect(presetWarnings({ preview: undefined, check: idle })).toEqual([]);
});
