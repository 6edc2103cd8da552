import { type ReactNode, useId } from "react";

interface BoardCardProps {
  title: string;
  /** The level of the heading. Default: 2. */
  level?: 2 | 3;
  /** The card's purpose in one sentence. */
  summary: ReactNode;
  children: ReactNode;
}

/** Shows a card of the overview with a title and a summary. */
export function BoardCard({ title, level = 2, summary, children }: BoardCardProps) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section className="board-card" aria-labelledby={id}>
      <Heading id={id} className="board-title">
        {title}
      </Heading>
      <p className="board-summary">{summary}</p>
      {children}
    </section>
  );
}
