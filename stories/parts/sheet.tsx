import { type ReactNode, useLayoutEffect } from "react";
import { Prose } from "./prose.tsx";

interface SheetProps {
  /** A value of the CSS property `color-scheme`. */
  colorScheme: string;
  /** The hook or component on show. */
  subject: string;
  /** The state that it is in. */
  state: string;
  description: string | undefined;
  children: ReactNode;
}

/** The page around a story: what is on show, in which state, and the thing itself. */
export function Sheet({ colorScheme, subject, state, description, children }: SheetProps) {
  useLayoutEffect(() => {
    document.documentElement.style.colorScheme = colorScheme;
  }, [colorScheme]);
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
