import { type ReactNode, useId } from "react";

interface BoardCardProps {
  title: string;
  /** What the box is about, in a sentence. */
  summary: ReactNode;
  children: ReactNode;
}

/** A titled box of the board. */
export function BoardCard({ title, summary, children }: BoardCardProps) {
  const id = useId();
  return (
    <section className="board-card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="board-summary">{summary}</p>
      {children}
    </section>
  );
}
