import type { CSSProperties, ReactNode } from "react";

// The colors are the page's own, in light and dark.
const box: CSSProperties = {
  display: "grid",
  gap: "0.5em",
  maxWidth: "46em",
  margin: "1em",
  padding: "1em",
  border: "1px solid",
  borderRadius: "0.4em",
  font: "400 14px/1.5 system-ui, sans-serif",
};

interface StoryNoticeProps {
  /** What is wrong. */
  title: string;
  /** What to do, in one sentence or two. */
  children: ReactNode;
}

/** Says in place of a story why it is not shown, and what to do. */
export function StoryNotice({ title, children }: StoryNoticeProps): ReactNode {
  return (
    <section role="alert" style={box}>
      <strong>{title}</strong>
      <span>{children}</span>
    </section>
  );
}
