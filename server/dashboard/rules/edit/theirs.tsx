import { Button } from "../../ui/button.tsx";
import { type DraftValue, formatDraftValue } from "./draft-value.ts";

interface TheirsProps {
  /** How the field is called. */
  label: string;
  value: DraftValue;
  onTake(): void;
}

/** What somebody else has saved in a field, and a way to take it. */
export function Theirs({ label, value, onTake }: TheirsProps) {
  return (
    <p className="draft-theirs">
      <span>
        Saved by somebody else: <code>{formatDraftValue(value)}</code>
      </span>
      <Button aria-label={`Use theirs: ${label}`} onClick={onTake}>
        Use theirs
      </Button>
    </p>
  );
}
