import type { AuthorityEventListener } from "../events/authority-event.ts";
import type { DecisionLog } from "./decision-log.ts";

/**
 * Returns a decision log that adds each decision to `decisions` and emits a `decision` event for it. If `emit` is null,
 * returns `decisions` unchanged.
 */
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
