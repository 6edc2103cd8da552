import type { ReactNode } from "react";
import type { TokenSnapshot } from "../client/snapshot.ts";
import { describeNextAction, describeReason, describeServerClock, describeTabs } from "./describe-inspection.ts";
import { formatDuration, formatTimeOfDay } from "./format-time.ts";
import type { Inspection } from "./inspection.ts";
import { redact } from "./redact.ts";

/** Returns the CSS class that colors an engine's status. */
export function toneOf({ status, refreshError }: TokenSnapshot): "good" | "warn" | "bad" {
  if (status === "error") return "bad";
  return status === "authenticated" && refreshError === null ? "good" : "warn";
}

/** Renders an engine's status, the reason for the status, the next action, and facts such as the token's expiry. */
export function StateFacts({ inspection }: { inspection: Inspection }): ReactNode {
  const { snapshot, now, nextActionAt, callsInLastMinute, maxCallsPerMinute } = inspection;
  const { status, workspaceId, userId, expiresAt, breaker, ageKnown } = snapshot;
  const at = (time: number | null) =>
    time === null ? "" : ` at ${formatTimeOfDay(time)}, in ${formatDuration(time - now)}`;
  const facts: [name: string, value: string][] = [
    ["Reason", describeReason(inspection)],
    ["Next action", describeNextAction(inspection) + at(nextActionAt)],
    ["Token expires", expiresAt === null ? "No token" : at(expiresAt.getTime()).slice(" at ".length)],
    // An identity provider may use the e-mail address as the user id, so redact it.
    ["User", userId === null ? "None" : redact(userId)],
    ["Workspace", workspaceId === null ? "None" : redact(workspaceId)],
    ["Circuit breaker", breaker === null ? "Closed" : `Open: ${breaker}`],
    ["Source calls", `${callsInLastMinute} of ${maxCallsPerMinute} in the last minute`],
    ["Server clock", describeServerClock(inspection) + (ageKnown ? "" : "; the token has no iat claim")],
    ["Tabs", describeTabs(inspection)],
  ];
  return (
    <dl className="facts">
      <dt>State</dt>
      <dd className={`status ${toneOf(snapshot)}`}>{status}</dd>
      {facts.flatMap(([name, value]) => [<dt key={`${name}:`}>{name}</dt>, <dd key={name}>{value}</dd>])}
    </dl>
  );
}
