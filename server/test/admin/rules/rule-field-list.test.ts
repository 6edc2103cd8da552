import { expect, test } from "vitest";
import { listRuleFields } from "../../../src/admin/rules/rule-field-list.ts";

test("the dashboard's stories show the same fields of a rule as the admin API", async () => {
  // Written by `vitest run -u`.
  const text = `${JSON.stringify(listRuleFields(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../../stories/rule-fields.json");
});
