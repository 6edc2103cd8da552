import { Button } from "../../ui/button.tsx";
import { type DraftValue, formatDraftValue } from "./draft-value.ts";

interface OtherAdminValueProps {
  label: string;
  value: DraftValue;
  onUse(): void;
}

/** Shows the value that another admin has saved for a field, with a button that copies the value into the form. */
export function OtherAdminValue({ label, value, onUse }: OtherAdminValueProps) {
  return (
    <p className="draft-other-admin">
      <span>
        Saved by another admin: <code>{formatDraftValue(value)}</code>
      </span>
      <Button aria-label={`Use theirs: ${label}`} onClick={onUse}>
        Use theirs
      </Button>
    </p>
  );
}
