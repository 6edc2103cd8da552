import type { EventListener } from "../events/authority-event.ts";
import type { DecisionLog } from "./decision-log.ts";

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
