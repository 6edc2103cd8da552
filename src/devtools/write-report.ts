import type { TokenEvent } from "../client/events.ts";
import { describeErrors } from "./describe-errors.ts";
import { describeNextAction, describeReason, describeServerClock, describeTabs } from "./describe-inspection.ts";
import type { Inspection } from "./inspection.ts";
import { redact } from "./redact.ts";
import type { WhatIf } from "./what-if.ts";

const MAX_EVENTS = 100;

/** Returns the state as text for a bug report. The text contains no user, workspace, token, key or e-mail address. */
export function writeReport(inspection: Inspection, events: readonly TokenEvent[], whatIf: WhatIf | null): string {
  const { snapshot, nextActionAt, now } = inspection;
  const lines = [
    "assistant-cloud-auth devtools report",
    `time: ${iso(now)}`,
    `status: ${snapshot.status} (${describeReason(inspection)})`,
    `expires: ${iso(snapshot.expiresAt)}, refresh: ${iso(snapshot.refreshAt)}, age known: ${snapshot.ageKnown}`,
    `next action: ${describeNextAction(inspection)} (${iso(nextActionAt)})`,
    `circuit breaker: ${snapshot.breaker ?? "closed"}`,
    `source calls in the last minute: ${inspection.callsInLastMinute} of ${inspection.maxCallsPerMinute}`,
    `server clock: ${describeServerClock(inspection)}`,
    `tabs: ${describeTabs(inspection)}`,
    `what-if: ${whatIf ?? "none"}`,
    "errors:",
    ...describeErrors(snapshot).map(({ name, message }) => `  ${name}${message === null ? "" : `: ${message}`}`),
    "events:",
    ...events.slice(-MAX_EVENTS).map(writeEvent),
  ];
  return redact(lines.join("\n"));
}

/**
 * Returns an event's fields as text. The function lists the fields explicitly. A later version may add a field, and
 * such a field must not leak into a report.
 */
function writeEvent(event: TokenEvent): string {
  const facts = [
    "code" in event && event.code,
    "reason" in event && event.reason,
    "via" in event && `via ${event.via}`,
    "expiresAt" in event && `expires ${iso(event.expiresAt)}`,
    "refreshAt" in event && `refresh ${iso(event.refreshAt)}`,
    "retryAt" in event && `retry ${iso(event.retryAt)}`,
  ];
  return [`  ${iso(event.time)} ${event.type}`, ...facts.filter(Boolean)].join(", ");
}

function iso(time: number | Date | null): string {
  if (time === null) return "none";
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "beyond any date" : date.toISOString();
}
