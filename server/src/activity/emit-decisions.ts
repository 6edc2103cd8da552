import type { AuthorityEventListener } from "../events/authority-event.ts";
import type { DecisionLog } from "./decision-log.ts";

/** Wraps a decision log so that each decision emits an event. */
export function emitDecisions(
  decisions: DecisionLog,
  project: string,
  emit: AuthorityEventListener | null,
): DecisionLog {
  if (emit === null) return decisions;
  return {
    ...decisions,
    add(decision) {
      decisions.add(decision);
      emit({ type: "decision", project, ...decision });
    },
  };
}
