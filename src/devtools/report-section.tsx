import { type MouseEvent, type ReactNode, useState } from "react";

/** Renders a button that copies a bug report. If the clipboard is not available, shows the report as text. */
export function ReportSection({ write }: { write: () => string }): ReactNode {
  const [outcome, setOutcome] = useState<{ isCopied: boolean; report: string } | null>(null);
  const copy = async ({ currentTarget }: MouseEvent<HTMLElement>) => {
    const report = write();
    // Insecure pages have no clipboard, despite its type, and the user may refuse access.
    const page = currentTarget.ownerDocument.defaultView;
    try {
      await page?.navigator.clipboard.writeText(report);
      setOutcome({ isCopied: true, report });
    } catch {
      setOutcome({ isCopied: false, report });
    }
  };
  return (
    <section aria-label="Report">
      <div className="row">
        <button type="button" onClick={(event) => void copy(event)}>
          Copy report
        </button>
        <span role="status">
          {outcome?.isCopied === true && "Copied. The report holds no token and no user."}
          {outcome?.isCopied === false && "The clipboard is not available. Select the text and copy it."}
        </span>
      </div>
      {outcome?.isCopied === false && <textarea readOnly aria-label="Report" value={outcome.report} />}
    </section>
  );
}
