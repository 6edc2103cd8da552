import { describe, expect, it } from "vitest";
import { fromDraftValue, toDraftValue } from "../../../dashboard/rules/edit/draft-value.ts";

describe("a field that is a number", () => {
  const field = { kind: "number", required: false } as const;

  it("is typed as a text and sent as a number", () => {
    expect(toDraftValue(field, 600)).toBe("600");
    expect(fromDraftValue(field, " 600 ")).toBe(600);
  });

  it("is left out while nothing is typed", () => {
    expect(toDraftValue(field, null)).toBe("");
    expect(fromDraftValue(field, " ")).toBeUndefined();
  });

  it("is sent as it was typed where it is no number, so that the authority says so", () => {
    expect(fromDraftValue(field, "ten")).toBe("ten");
  });
});
