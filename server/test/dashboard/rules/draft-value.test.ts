import { describe, expect, it } from "vitest";
import { fromDraftValue, toDraftValue } from "../../../dashboard/rules/edit/draft-value.ts";

describe("a field that is a number", () => {
  const field = { kind: "number", required: false } as const;

  it("sends an entered number as a number", () => {
    expect(toDraftValue(field, 600)).toBe("600");
    expect(fromDraftValue(field, " 600 ")).toBe(600);
  });

  it("omits an empty number", () => {
    expect(toDraftValue(field, null)).toBe("");
    expect(fromDraftValue(field, " ")).toBeUndefined();
  });

  it("sends invalid numbers unchanged so that the authority reports them", () => {
    expect(fromDraftValue(field, "ten")).toBe("ten");
  });
});
