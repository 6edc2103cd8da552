import { ChevronRight } from "lucide-react";
import { Fragment } from "react";
import type { Approach } from "../sources/approach.ts";

interface Stop {
  place: string;
  gives: string;
}

const routes: Record<Approach | "visitor", readonly Stop[]> = {
  direct: [
    { place: "Lantern ID", gives: "ID token" },
    { place: "Authority", gives: "trusts it by an auth rule" },
    { place: "This page", gives: "workspace token" },
  ],
  backend: [
    { place: "This page", gives: "session cookie" },
    { place: "Own backend", gives: "API key" },
    { place: "Authority", gives: "mints" },
    { place: "This page", gives: "workspace token" },
  ],
  visitor: [
    { place: "This page", gives: "refresh token" },
    { place: "Authority", gives: "continues the visit" },
    { place: "This page", gives: "workspace token" },
  ],
};

/** The way that a token takes to this page. */
export function RouteStrip({ way }: { way: Approach | "visitor" }) {
  return (
    <ol className="route" aria-label="The token's way">
      {routes[way].map(({ place, gives }, index) => (
        <Fragment key={`${place} ${gives}`}>
          {index > 0 && <ChevronRight size={14} aria-hidden="true" />}
          <li>
            <strong>{place}</strong>
            <span>{gives}</span>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
