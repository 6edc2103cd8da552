import { describe, expect, it } from "vitest";
import { fromDraftValue, toDraftValue } from "../../../dashboard/rules/edit/draft-value.ts";

describe("a number that an admin enters in the rule form", () => {
  const field = { kind: "number", required: false } as const;

  it("the rule form sends an entered number as a JSON number", () => {
    expect(toDraftValue(field, 600)).toBe("600");
    expect(fromDraftValue(field, " 600 ")).toBe(600);
  });

  it("the rule form omits a number field that is empty", () => {
    expect(toDraftValue(field, null)).toBe("");
    expect(fromDraftValue(field, " ")).toBeUndefined();
  });

  it("the rule form sends invalid numbers unchanged, so the authority can report them", () => {
    expect(fromDraftValue(field, "ten")).toBe("ten");
  });
});
