import type { SavedRuleJson } from "../../../src/admin/admin-api.ts";
import { Button } from "../../ui/button.tsx";
import { RuleCode } from "../code/rule-code.tsx";
import { SavedState } from "../saved-state.tsx";

/** Shows the result after an auth rule was saved, and the code to add to the app. */
export function SavedRule({ rule, onClose }: { rule: SavedRuleJson; onClose(): void }) {
  return (
    <div className="rule-saved">
      <SavedState rule={rule} />
      <RuleCode rule={rule} />
      <div className="modal-actions">
        <a className="button" href="#/try">
          Try a token
        </a>
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
