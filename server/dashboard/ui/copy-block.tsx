import "./copy-block.css";
import { useEffect, useRef, useState } from "react";

const SAID_FOR_MS = 2000;

interface CopyBlockProps {
  title: string;
  code: string;
  /** Whether a dialog begins with this button. Default: false. */
  isFirst?: boolean;
  /** Called once the clipboard has it. */
  onCopied?(): void;
}

/** Something to paste, with a button that copies it; where that is not allowed, it is selected instead. */
export function CopyBlock({ title, code, isFirst, onCopied }: CopyBlockProps) {
  const text = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "selected" | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      // Absent where the page came by plain HTTP from another machine.
      await navigator.clipboard.writeText(code);
      setOutcome("copied");
      onCopied?.();
    } catch {
      if (text.current) getSelection()?.selectAllChildren(text.current);
      setOutcome("selected");
    }
  }

  return (
    <div className="copy-block">
      <div className="copy-head">
        <p className="copy-title">{title}</p>
        <span role="status">{outcome === null ? "" : SAID[outcome]}</span>
        <button
          type="button"
          className="button"
          data-first={isFirst || undefined}
          aria-label={`Copy: ${title}`}
          onClick={() => void copy()}
        >
          Copy
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by keys */}
      <pre tabIndex={0}>
        <code ref={text}>{code}</code>
      </pre>
    </div>
  );
}

const SAID = { copied: "Copied", selected: "Selected: copy it with the keyboard" };
