import type { ReactNode } from "react";
import type { DescribedError } from "./describe-errors.ts";

/** Renders the current error with its causes, the fix and a link to the documentation. */
export function ErrorList({ errors }: { errors: readonly DescribedError[] }): ReactNode {
  return (
    <section aria-label="Errors">
      <h3>Errors</h3>
      {errors.length === 0 && <p className="note">No error.</p>}
      {errors.map(({ name, message, remedy, docs }, depth) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cause is identified by its index in the chain.
        <div key={depth} className="error">
          <p>
            {depth > 0 && "Caused by "}
            <code className="bad">{name}</code>
          </p>
          <p>{message ?? "Another library's error; its message may hold secrets. Look at `cause` in the console."}</p>
          {remedy !== null && <p>{remedy}</p>}
          {docs !== null && (
            <p>
              <a href={docs} target="_blank" rel="noreferrer">
                Documentation of {name}
              </a>
            </p>
          )}
        </div>
      ))}
    </section>
  );
}
