import type { DecisionLog } from "../../activity/decision-log.ts";
import type { EventListener } from "./authority-event.ts";

/** The same decision log, which also tells of each decision. */
export function tellDecisions(decisions: DecisionLog, project: string, tell: EventListener | null): DecisionLog {
  if (tell === null) return decisions;
  return {
    ...decisions,
    add(decision) {
      decisions.add(decision);
      tell({ type: "decision", project, ...decision });
    },
  };
}
