import type { ReactNode } from "react";
import { Prose } from "./prose.tsx";

interface SheetProps {
  /** The name of the hook or component that the story shows. */
  subject: string;
  /** The state that the story shows, such as "Session ended". */
  state: string;
  description: string | undefined;
  children: ReactNode;
}

/** Renders the page around a story: the subject, the state, the description, and the story itself. */
export function Sheet({ subject, state, description, children }: SheetProps) {
  return (
    <main className="sheet">
      <header className="sheet-head">
        <p className="sheet-subject">{subject}</p>
        <h1>{state.slice(0, 1) + state.slice(1).toLowerCase()}</h1>
        {description !== undefined && (
          <p className="sheet-description">
            <Prose text={description} />
          </p>
        )}
      </header>
      {children}
    </main>
  );
}
