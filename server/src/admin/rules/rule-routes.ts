import { Hono } from "hono";
import type { z } from "zod";
import { isAuthorityError } from "../../base/authority-error.ts";
import { checkJwks } from "../../explain/check-jwks.ts";
import type { AuthRule, AuthRuleInput } from "../../rules/auth-rule.ts";
import { authRuleFor } from "../../rules/presets/auth-rule-for.ts";
import type { ProviderInputs, ProviderName } from "../../rules/presets/presets.ts";
import { type RuleSettings, readRuleInput } from "../../rules/read-rule-input.ts";
import type { RuleStore } from "../../rules/rule-store.ts";
import { toRuleInput } from "../../rules/to-rule-input.ts";
import { adminAnswerTo, refuseAdmin } from "../http/admin-answers.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { pageQuery } from "../http/page-query.ts";
import { readBody, readQuery } from "../http/read-body.ts";
import { withoutUndefined } from "../http/without-undefined.ts";
import { listPresets } from "./preset-list.ts";
import { emptyBody, ruleBody, ruleUpdateBody } from "./rule-bodies.ts";
import { listRuleFields } from "./rule-field-list.ts";

/** Creates the routes of auth rules and presets. */
export function ruleRoutes(rules: RuleStore, settings: RuleSettings): Hono<AdminEnv> {
  const routes = new Hono<AdminEnv>();

  const withWarnings = async (rule: AuthRule) => ({ ...rule, warnings: await rules.warnings([rule.id]) });

  routes.get("/presets", (c) => c.json({ presets: listPresets(), fields: listRuleFields() }));
  routes.get("/rules", async (c) => {
    const { items, next } = await rules.page(withoutUndefined(readQuery(c.req.url, pageQuery)));
    return c.json({ rules: items, warnings: await rules.warnings(items.map(({ id }) => id)), next });
  });
  routes.post("/rules", async (c) => {
    const input = readRuleBody(await readBody(c.req.raw, ruleBody));
    return c.json(await withWarnings(await rules.add(input, c.var.by)), 201);
  });
  routes.post("/rules/preview", async (c) => {
    const input = readRuleBody(await readBody(c.req.raw, ruleBody));
    return c.json(readRuleInput(input, settings));
  });
  routes.post("/rules/check", async (c) => {
    const input = readRuleBody(await readBody(c.req.raw, ruleBody));
    const { jwksUrl, algorithms } = readRuleInput(input, settings);
    return c.json(await checkJwks(jwksUrl, algorithms, settings.allowInsecureJwks, settings.providerNetwork));
  });
  routes.put("/rules/:id", async (c) => {
    const { revision, rule } = await readBody(c.req.raw, ruleUpdateBody);
    const id = c.req.param("id");
    try {
      return c.json(await withWarnings(await rules.update(id, revision, rule, c.var.by)));
    } catch (error) {
      if (!isAuthorityError(error) || error.code !== "conflict") throw error;
      return refuseAdmin({ ...adminAnswerTo(error), extraFields: { current: await rules.find(id) } });
    }
  });
  for (const [action, enabled] of [
    ["enable", true],
    ["disable", false],
  ] as const) {
    routes.post(`/rules/:id/${action}`, async (c) => {
      await readBody(c.req.raw, emptyBody);
      return c.json(await withWarnings(await rules.setEnabled(c.req.param("id"), enabled, c.var.by)));
    });
  }
  routes.delete("/rules/:id", async (c) => {
    const rule = await rules.find(c.req.param("id"));
    await rules.remove(rule.id, c.var.by);
    return c.json({ deleted: rule, undo: { kind: "custom", rule: toRuleInput(rule) } });
  });
  return routes;
}

/**
 * Returns the auth rule that a request body describes. Throws `invalid_rule` if the preset is unknown, or if an input
 * of the preset is invalid.
 */
function readRuleBody(body: z.output<typeof ruleBody>): AuthRuleInput {
  if (body.kind === "custom") return body.rule;
  // `authRuleFor` validates the provider and its fields at run time, so the casts are safe.
  return authRuleFor(body.provider as ProviderName, body.input as ProviderInputs[ProviderName]);
}
