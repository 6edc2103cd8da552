import { Button } from "../../ui/button.tsx";
import { type DraftValue, formatDraftValue } from "./draft-value.ts";

interface TheirsProps {
  /** The field's label. */
  label: string;
  value: DraftValue;
  onUse(): void;
}

/** Shows another admin's value of a field, with a button that applies it. */
export function Theirs({ label, value, onUse }: TheirsProps) {
  return (
    <p className="draft-theirs">
      <span>
        Saved by another admin: <code>{formatDraftValue(value)}</code>
      </span>
      <Button aria-label={`Use theirs: ${label}`} onClick={onUse}>
        Use theirs
      </Button>
    </p>
  );
}
