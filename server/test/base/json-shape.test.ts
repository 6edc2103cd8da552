import { describe, expect, test } from "vitest";
import { z } from "zod";
import { jsonShapeOf } from "../../src/base/json-shape.ts";

const full = z.strictObject({
  name: z.string().min(3).trim(),
  urls: z.union([z.url(), z.array(z.url()).max(1)]).transform((given) => [given].flat()),
  claims: z.record(z.string().max(2), z.union([z.string().max(2), z.number()])).default({}),
  age: z.int().min(18).nullable().default(null),
  isOn: z.boolean().optional(),
});
const shape = z.strictObject(jsonShapeOf(full.shape));

describe("a schema from jsonShapeOf()", () => {
  test.each([
    { name: "  ", urls: [] },
    { name: "a", urls: "no URL", claims: { long: "value", n: 1 }, age: 3, isOn: true },
    { name: "a", urls: ["x", "y"], age: null },
  ])("the schema from jsonShapeOf() accepts %j without a change", (value) => {
    expect(full.safeParse(value).success).toBe(false);
    expect(shape.parse(value)).toEqual(value);
  });

  test.each([
    [{ urls: "x" }, "name"],
    [{ name: "a" }, "urls"],
    [{ name: 1, urls: "x" }, "name"],
    [{ name: "a", urls: [1] }, "urls"],
    [{ name: "a", urls: "x", claims: { a: true } }, "claims.a"],
    [{ name: "a", urls: "x", age: "3" }, "age"],
    [{ name: "a", urls: "x", isOn: null }, "isOn"],
    [{ name: "a", urls: "x", more: 1 }, ""],
  ])("the schema from jsonShapeOf() rejects %j and reports the path %j", (value, path) => {
    expect(shape.safeParse(value).error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });

  test("the schema from jsonShapeOf() reports an invalid type with the message that the caller chose", () => {
    const explained = z.strictObject(
      jsonShapeOf(full.shape, (expected) => (expected.def.type === "string" ? "Enter a text" : undefined)),
    );
    const issues = explained.safeParse({ name: 1, urls: "x", isOn: 1 }).error?.issues ?? [];
    expect(issues.map(({ message }) => message)).toEqual(["Enter a text", expect.stringContaining("boolean")]);
  });
});
