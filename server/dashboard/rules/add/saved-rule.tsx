import { useRef } from "react";
import type { RuleAnswer } from "../../../src/admin/admin-api.ts";
import { Button } from "../../ui/button.tsx";
import { RuleCode } from "../code/rule-code.tsx";
import { useFocusFirst } from "../use-focus-first.ts";

/** What is left to do once a rule is saved. */
export function SavedRule({ rule, onClose }: { rule: RuleAnswer; onClose(): void }) {
  const container = useRef<HTMLDivElement>(null);
  useFocusFirst(container);
  return (
    <div ref={container} className="rule-saved">
      <RuleCode rule={rule} />
      <div className="modal-actions">
        <a className="button" href="#/try">
          Try a token
        </a>
        <Button data-first kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
