import "./page-section.css";
import { type ReactNode, useId } from "react";

interface PageSectionProps {
  title: string;
  /** The section's purpose in one or two sentences. */
  summary: ReactNode;
  /** The buttons next to the title. Default: none. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Shows a page or a section of a page, with a title and a summary. */
export function PageSection({ title, summary, actions, children }: PageSectionProps) {
  const id = useId();
  return (
    <section className="page-section" aria-labelledby={id}>
      <header className="page-section-head">
        <div>
          <h2 id={id}>{title}</h2>
          <p>{summary}</p>
        </div>
        {actions !== undefined && <div className="page-section-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
