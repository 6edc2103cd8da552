import type { AuthRuleInput } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();

test.each([
  [{ name: "" }, "name"],
  [{ issuer: [] as string[] }, "issuer"],
  [{ algorithms: ["HS256"] }, "algorithms"],
  [{ algorithms: ["none"] }, "algorithms"],
  [{ workspace: "fixed" }, "workspace"],
  [{ workspace: `\${a}\${b}` }, "workspace"],
  [{ workspace: `\${a} \${b}` }, "workspace"],
  [{ workspace: `\${a` }, "workspace"],
  [{ userClaim: "a b" }, "userClaim"],
  [{ jwksUrl: "not a url" }, "jwksUrl"],
  [{ jwksUrl: "http://example.com/jwks" }, "jwksUrl"],
  [{ projectId: "other" }, "projectId"],
])("rejects a rule with the invalid field %j, and saves nothing", async (field, name) => {
  await expect(t.authority.rules.add({ ...t.rule(), ...field } as AuthRuleInput)).rejects.toMatchObject({
    code: "invalid_rule",
    message: expect.stringContaining(`\`${name}`),
  });
  expect(await t.authority.rules.list()).toEqual([]);
});
