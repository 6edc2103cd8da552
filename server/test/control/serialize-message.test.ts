import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMessage, serializeMessage } from "../../src/control/serialize-message.ts";

const roundTrip = (value: unknown) => parseMessage(serializeMessage(value));

test("the wire format of the control channel preserves dates at any depth", () => {
  const date = new Date("2026-01-01T12:00:00.000Z");
  const value = { at: date, list: [null, { "a.b": date }], iso: date.toISOString() };
  expect(roundTrip(value)).toEqual(value);
  expect(roundTrip(date)).toEqual(date);
  expect(roundTrip([date])).toEqual([date]);
});

test("the wire format of the control channel preserves omitted arguments of a call", () => {
  const call = { method: "page", arguments: [undefined, { after: null }, undefined] };
  expect(roundTrip(call)).toStrictEqual(call);
  expect(roundTrip({ list: [[undefined]], text: "x" })).toStrictEqual({ list: [[undefined]], text: "x" });
});

test("the control channel parses a message of an earlier version, which has no `missing`", () => {
  expect(parseMessage('{"value":{"version":"0.0.1"},"dates":[]}')).toEqual({ version: "0.0.1" });
});

test("the wire format of the control channel preserves plain data with any keys", () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("9999-12-31") }),
  );
  const key = fc.oneof(fc.string(), fc.constantFrom("value", "dates", "missing", "$date", "constructor"));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("tree")), fc.dictionary(key, tie("tree"))),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(roundTrip(value)).toEqual(value);
    }),
  );
});

test.each([
  ["an empty text", ""],
  ["an HTML page", "<html></html>"],
  ["JSON with the wrong properties", '{"ok":true}'],
  ["a date whose path does not exist", '{"value":{"a":1},"dates":[["b","c"]],"missing":[]}'],
  ["a date whose path leads through a string", '{"value":{"a":1},"dates":[["a","b"]],"missing":[]}'],
  ["a date whose path leads to a prototype", '{"value":{},"dates":[["__proto__","polluted"]],"missing":[]}'],
  ["a missing value whose path leads to a prototype", '{"value":{},"dates":[],"missing":[["__proto__","polluted"]]}'],
])("the control channel rejects %s as a message", (_, text) => {
  expect(() => parseMessage(text)).toThrow(SyntaxError);
  expect(Object.prototype).not.toHaveProperty("polluted");
});
