import { type ReactNode, useId } from "react";

interface OverviewCardProps {
  title: string;
  /** The level of the heading. Default: 2. */
  level?: 2 | 3;
  /** The card's purpose in one sentence. */
  summary: ReactNode;
  children: ReactNode;
}

/** Shows a card of the overview with a title and a summary. */
export function OverviewCard({ title, level = 2, summary, children }: OverviewCardProps) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section className="overview-card" aria-labelledby={id}>
      <Heading id={id} className="overview-title">
        {title}
      </Heading>
      <p className="overview-summary">{summary}</p>
      {children}
    </section>
  );
}
