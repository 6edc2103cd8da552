import { ChevronRight } from "lucide-react";
import { Fragment } from "react";
import type { Approach } from "../sources/approach.ts";

interface RouteStep {
  place: string;
  note: string;
}

const routes: Record<Approach | "visitor", readonly RouteStep[]> = {
  direct: [
    { place: "Lantern ID", note: "ID token" },
    { place: "Authority", note: "trusts it by an auth rule" },
    { place: "This page", note: "workspace token" },
  ],
  backend: [
    { place: "This page", note: "session cookie" },
    { place: "Your backend", note: "API key" },
    { place: "Authority", note: "mints" },
    { place: "This page", note: "workspace token" },
  ],
  visitor: [
    { place: "This page", note: "refresh token" },
    { place: "Authority", note: "continues the visit" },
    { place: "This page", note: "workspace token" },
  ],
};

/** Renders how this page obtains a workspace token, step by step. */
export function RouteStrip({ path }: { path: Approach | "visitor" }) {
  return (
    <ol className="route" aria-label="Path of the token">
      {routes[path].map(({ place, note }, index) => (
        <Fragment key={`${place} ${note}`}>
          {index > 0 && <ChevronRight size={14} aria-hidden="true" />}
          <li>
            <strong>{place}</strong>
            <span>{note}</span>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
