import { describe, expect, it } from "vitest";
import { fromDraftValue, toDraftValue } from "../../../dashboard/rules/edit/draft-value.ts";

describe("a number in the form of a rule", () => {
  const field = { kind: "number", required: false } as const;

  it("the form sends an entered number as a JSON number", () => {
    expect(toDraftValue(field, 600)).toBe("600");
    expect(fromDraftValue(field, " 600 ")).toBe(600);
  });

  it("the form omits an empty number", () => {
    expect(toDraftValue(field, null)).toBe("");
    expect(fromDraftValue(field, " ")).toBeUndefined();
  });

  it("the form sends invalid numbers unchanged, so the authority can report them", () => {
    expect(fromDraftValue(field, "ten")).toBe("ten");
  });
});
