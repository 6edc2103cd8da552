import { describe, expect, it } from "vitest";
import { mergeDrafts } from "../../../dashboard/rules/edit/merge-drafts.ts";
import { emptyDraft } from "../../../dashboard/rules/edit/rule-draft.ts";
import { listRuleFields } from "../../../src/admin/rules/rule-field-list.ts";

const base = { ...emptyDraft(listRuleFields()), name: "Clerk", audience: "a", algorithms: ["RS256"] };

describe("a rule that two admins edit", () => {
  it("merges two admins' edits of a rule if the edits change different fields", () => {
    const typed = { ...base, name: "Clerk of Ada" };
    const stored = { ...base, audience: "a\nb", algorithms: ["RS256", "ES256"], enabled: false };
    const { draft, merged, conflicting } = mergeDrafts(base, typed, stored);
    expect(draft).toEqual({ ...stored, name: "Clerk of Ada" });
    expect(merged).toEqual(["audience", "algorithms", "enabled"]);
    expect(conflicting).toEqual([]);
  });

  it("if two admins change a field differently, the merge reports a conflict and keeps the unsaved value", () => {
    const typed = { ...base, name: "Clerk of Ada", audience: "b" };
    const stored = { ...base, name: "Clerk of Grace", audience: "b" };
    const { draft, merged, conflicting } = mergeDrafts(base, typed, stored);
    expect(draft.name).toBe("Clerk of Ada");
    expect(conflicting).toEqual(["name"]);
    // Both admins made the same change, so there is no conflict.
    expect(merged).toEqual([]);
  });
});
