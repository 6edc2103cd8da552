import { useAui } from "@assistant-ui/react";
import { type FormEvent, useState } from "react";

interface RenameFieldProps {
  title: string;
  onClose(): void;
}

/**
 * Renders a field that contains the thread's title. Enter or a loss of focus saves the title. An empty title is not
 * saved. Escape discards the input.
 */
export function RenameField({ title, onClose }: RenameFieldProps) {
  const aui = useAui();
  const [text, setText] = useState(title);
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    const next = text.trim();
    if (next !== "" && next !== title) aui.threadListItem.rename(next);
    onClose();
  };
  return (
    <form className="thread-item renaming" onSubmit={save}>
      <input
        ref={(field) => field?.focus()}
        aria-label="Thread title"
        maxLength={255}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => save()}
        onKeyDown={(event) => event.key === "Escape" && onClose()}
      />
    </form>
  );
}
