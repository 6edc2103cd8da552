import { expect, test } from "vitest";
import { listRuleFields } from "../../../src/admin/rules/rule-field-list.ts";

test("the dashboard's Storybook stories use the same rule fields as the admin API", async () => {
  // `vitest run -u` writes this text to the file.
  const text = `${JSON.stringify(listRuleFields(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../../stories/rule-fields.json");
});
