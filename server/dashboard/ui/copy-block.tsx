import "./copy-block.css";
import { useEffect, useRef, useState } from "react";

const MESSAGE_MS = 2000;

interface CopyBlockProps {
  title: string;
  code: string;
  /** Whether the Copy button receives the focus when the dialog that contains this block opens. Default: false. */
  isFirst?: boolean;
  /** Called after the code is copied to the clipboard. */
  onCopied?(): void;
}

/** Shows code with a Copy button. If the clipboard is not available, the button selects the code. */
export function CopyBlock({ title, code, isFirst, onCopied }: CopyBlockProps) {
  const text = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "selected" | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), MESSAGE_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      // `navigator.clipboard` is undefined on plain HTTP, except on localhost.
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
        <span role="status">{outcome === null ? "" : MESSAGES[outcome]}</span>
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long code must scroll by keyboard */}
      <pre tabIndex={0}>
        <code ref={text}>{code}</code>
      </pre>
    </div>
  );
}

const MESSAGES = { copied: "Copied", selected: "Selected. Copy it with the keyboard." };
