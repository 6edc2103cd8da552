import "./page-section.css";
import { type ReactNode, useId } from "react";

interface PageSectionProps {
  title: string;
  /** What it is about, in a sentence or two. */
  summary: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page, or a part of one, with its title. */
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
