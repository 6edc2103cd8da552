import { z } from "zod";
import type { AuditPage } from "../../activity/audit-log.ts";
import type { MinuteCount } from "../../activity/minute-counts.ts";
import { DECISION_OUTCOMES, DECISION_ROUTES, type Decision } from "../../events/decision.ts";
import type { JsonOf } from "../http/json-of.ts";

const id = z.string().regex(/^\w{1,64}$/, "Must be an id");
const count = (max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "Must be a whole number")
    .transform(Number)
    .pipe(z.int().min(1).max(max));

/** The query of `GET /admin/api/activity`. */
export const activityQuery = z.strictObject({
  outcome: z.enum(DECISION_OUTCOMES).optional(),
  route: z.enum(DECISION_ROUTES).optional(),
  /** The id of an auth rule or API key. */
  by: id.optional(),
  before: count(Number.MAX_SAFE_INTEGER).optional(),
  limit: count(1000).default(100),
});

export type ActivityQuery = z.input<typeof activityQuery>;

/** The query of `GET /admin/api/audit`. */
export const auditQuery = z.strictObject({
  before: count(Number.MAX_SAFE_INTEGER).optional(),
  limit: count(200).default(50),
  /**
   * An action such as `rule.create`, or a group such as `rule`, which selects every action that begins with `rule.`.
   */
  action: z
    .string()
    .regex(/^[a-z_]{1,32}(\.[a-z_]{1,32})?$/, "Must be an action")
    .optional(),
});

export type AuditQuery = z.input<typeof auditQuery>;

/**
 * The response to `GET /admin/api/activity`. It covers only the decisions of the responding process since its start.
 */
export interface ActivityResponse {
  /** The time at which the process began to count decisions, in milliseconds since the epoch. */
  since: number;
  /** The maximum number of decisions that the process keeps per outcome. Older decisions are dropped. */
  capacity: number;
  /** The number of decisions in each of the last 60 minutes, oldest first. The query does not filter these numbers. */
  minutes: MinuteCount[];
  /** The latest decisions that match the query, newest first. */
  decisions: Decision[];
}

/** The response to `GET /admin/api/audit`. */
export type AuditResponse = JsonOf<AuditPage>;
