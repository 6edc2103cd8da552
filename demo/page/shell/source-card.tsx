import type { Identity } from "../identity/identity.ts";
import type { Approach } from "../sources/approach.ts";
import { ApproachToggle } from "./approach-toggle.tsx";
import { RouteStrip } from "./route-strip.tsx";

interface SourceCardProps {
  /** The signed-in person; null for a visitor. */
  identity: Identity | null;
  approach: Approach;
  onApproach(approach: Approach): void;
}

const explanations: Record<Approach | "visitor", string> = {
  direct: "The page sends the provider’s ID token to the authority, which exchanges it for a workspace token.",
  backend: "The page’s own server decides the workspace and mints the token with its API key.",
  visitor: "The authority issues this browser an anonymous identity. Sign in to keep your threads.",
};

/** Renders an explanation of how the page obtains its token. A signed-in user can choose the approach. */
export function SourceCard({ identity, approach, onApproach }: SourceCardProps) {
  const path = identity ? approach : "visitor";
  return (
    <section className="card source-card" aria-label="Where tokens come from">
      {identity && <ApproachToggle approach={approach} onApproach={onApproach} />}
      <p>{explanations[path]}</p>
      <RouteStrip path={path} />
    </section>
  );
}
