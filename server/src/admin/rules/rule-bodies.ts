import { z } from "zod";
import { jsonShapeOf } from "../../base/json-shape.ts";
import { type AuthRule, type AuthRuleContent, ruleInput } from "../../rules/auth-rule.ts";
import type { SharedWorkspaces } from "../../rules/shared-workspaces.ts";
import type { JsonOf } from "../http/json-of.ts";

const text = z.string("Enter a text");
const isList = (schema: z.core.$ZodType): boolean => schema instanceof z.ZodArray;

/**
 * An auth rule as it is sent: its fields and nothing else, so that none can set an id, a project or a revision.
 * What the fields may hold is checked where rules are saved.
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
  /** The preset's own fields, with `name` and `organization`; see `GET /admin/api/presets`. */
  input: z.record(z.string(), z.union([text, z.array(text), z.boolean()])),
});

/** The body of `POST /admin/api/rules`, `…/rules/preview` and `…/rules/check`: a rule, or what a preset makes one of. */
export const ruleBody = z.discriminatedUnion("kind", [custom, preset], 'Must be "custom" or "preset"');
export type RuleBody = z.input<typeof ruleBody>;

/** The body of `PUT /admin/api/rules/:id`. */
export const ruleUpdateBody = z.strictObject({ revision: z.int().min(1), rule });
export type RuleUpdateBody = z.input<typeof ruleUpdateBody>;

/** The body of `POST` where nothing is to be said. */
export const emptyBody = z.strictObject({});

/** A rule as it is answered. */
export type RuleAnswer = JsonOf<AuthRule>;
export interface RuleList {
  /** Oldest first. */
  rules: RuleAnswer[];
  /** Pairs of rules in force whose users can end up in one workspace; one of each pair is on this page. At most 50. */
  warnings: SharedWorkspaces[];
  next: string | null;
}
/** The answer to a rule that was made, changed, enabled or disabled. */
export interface SavedRuleAnswer extends RuleAnswer {
  /** The pairs that this rule is one of. */
  warnings: SharedWorkspaces[];
}
/** The answer to `POST /admin/api/rules/preview`: what would be saved. */
export type RulePreview = JsonOf<AuthRuleContent>;
/** The 409 of an update: somebody else was first. */
export interface RuleConflict {
  error: string;
  code: "conflict";
  current: RuleAnswer;
}
/** The answer to `DELETE /admin/api/rules/:id`; posting `undo` to `/admin/api/rules` makes the rule again, under a new id. */
export interface RuleDeletion {
  deleted: RuleAnswer;
  undo: RuleBody;
}
