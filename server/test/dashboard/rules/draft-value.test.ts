import { describe, expect, it } from "vitest";
import { fromDraftValue, toDraftValue } from "../../../dashboard/rules/edit/draft-value.ts";

describe("a field that is a number", () => {
  const field = { kind: "number", required: false } as const;

  it("is entered as text and sent as a number", () => {
    expect(toDraftValue(field, 600)).toBe("600");
    expect(fromDraftValue(field, " 600 ")).toBe(600);
  });

  it("is omitted while it is empty", () => {
    expect(toDraftValue(field, null)).toBe("");
    expect(fromDraftValue(field, " ")).toBeUndefined();
  });

  it("is sent unchanged if it is not a number, so that the authority reports it", () => {
    expect(fromDraftValue(field, "ten")).toBe("ten");
  });
});
