import type { CSSProperties, ReactNode } from "react";

// No colors are set, so the notice inherits the page's colors in light and dark mode.
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
  /** The problem that the notice reports. */
  title: string;
  /** The fix, in one or two sentences. */
  children: ReactNode;
}

/** Renders a notice in place of a story that cannot be shown. The notice contains the problem and the fix. */
export function StoryNotice({ title, children }: StoryNoticeProps): ReactNode {
  return (
    <section role="alert" style={box}>
      <strong>{title}</strong>
      <span>{children}</span>
    </section>
  );
}
