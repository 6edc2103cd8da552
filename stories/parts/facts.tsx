import { Fragment, type ReactNode } from "react";

interface FactsProps {
  of: Record<string, ReactNode>;
}

/** Renders a list of names and values. */
export function Facts({ of: facts }: FactsProps) {
  return (
    <dl className="facts">
      {Object.entries(facts).map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <span className="none">none</span>}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
