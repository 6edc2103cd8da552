import { z } from "zod";
import { jsonShapeOf } from "../../base/json-shape.ts";
import { type AuthRule, type AuthRuleContent, ruleInput } from "../../rules/auth-rule.ts";
import type { SharedWorkspaces } from "../../rules/shared-workspaces.ts";
import type { JsonOf } from "../http/json-of.ts";

const text = z.string("Enter a text");
const isList = (schema: z.core.$ZodType): boolean => schema instanceof z.ZodArray;

/**
 * The schema of an auth rule in a request. The schema has no fields for the id, the project and the revision, so a
 * caller cannot set them. The schema checks only JSON types. The content is validated when the rule is saved.
 */
const rule = z.strictObject(
  jsonShapeOf(ruleInput.shape, (expected) => {
    if (expected.def.type === "string") return "Enter a text";
    return expected instanceof z.ZodUnion && expected.options.some(isList) ? "Enter one or more texts" : undefined;
  }),
);
const custom = z.strictObject({ kind: z.literal("custom"), rule });
const preset = z.strictObject({
  kind: z.literal("preset"),
  provider: text,
  /** The preset's own fields, plus `name`, `organization` and `anyAudience`; see `GET /admin/api/presets`. */
  input: z.record(z.string(), z.union([text, z.array(text), z.boolean()])),
});

/** The body of `POST /admin/api/rules`, `…/rules/preview` and `…/rules/check`: a rule, or the input of a preset. */
export const ruleBody = z.discriminatedUnion("kind", [custom, preset], 'Must be "custom" or "preset"');
export type RuleBody = z.input<typeof ruleBody>;

/** The body of `PUT /admin/api/rules/:id`. */
export const ruleUpdateBody = z.strictObject({ revision: z.int().min(1), rule });
export type RuleUpdateBody = z.input<typeof ruleUpdateBody>;

/** The empty body of a `POST` request without parameters. */
export const emptyBody = z.strictObject({});

/** An auth rule in a response. */
export type RuleJson = JsonOf<AuthRule>;
export interface RuleList {
  /** The rules of this page, oldest first. */
  rules: RuleJson[];
  /**
   * At most 50 pairs of enabled rules whose users can share a workspace. At least one rule of each pair is on this
   * page.
   */
  warnings: SharedWorkspaces[];
  next: string | null;
}
/** The response after a rule was created, changed, enabled or disabled. */
export interface SavedRuleJson extends RuleJson {
  /** At most 50 pairs of enabled rules whose users can share a workspace. Each pair contains this rule. */
  warnings: SharedWorkspaces[];
}
/** The response to `POST /admin/api/rules/preview`: the rule that would be saved. */
export type RulePreview = JsonOf<AuthRuleContent>;
/**
 * The response to `PUT /admin/api/rules/:id` with status 409. The update failed, because the rule changed after the
 * caller had read it. `current` is the rule as it is stored now.
 */
export interface RuleConflict {
  error: string;
  code: "conflict";
  current: RuleJson;
}
/**
 * The response to `DELETE /admin/api/rules/:id`. A caller restores the deleted rule with a `POST` request to
 * `/admin/api/rules`. The request's body is `undo`. The restored rule has a new id.
 */
export interface RuleDeletion {
  deleted: RuleJson;
  undo: RuleBody;
}
