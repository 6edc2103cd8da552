import type { OriginsAnswer } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";

interface OriginListProps {
  origins: OriginsAnswer;
  /** The origin that is being removed; undefined if none is. */
  removing: string | undefined;
  onRemove(origin: string): void;
}

/** The allowed origins: fixed at startup, or stored and removable. */
export function OriginList({ origins: { origins, fixed }, removing, onRemove }: OriginListProps) {
  return (
    <ul className="card origins-list" aria-label="Allowed origins">
      {fixed.map((origin) => (
        <li key={`fixed ${origin}`}>
          <code>{origin}</code>
          <span className="pill">set at startup</span>
        </li>
      ))}
      {origins.map((origin) => (
        <li key={origin}>
          <code>{origin}</code>
          <Button
            kind="quiet"
            aria-label={`Remove ${origin}`}
            isBusy={origin === removing}
            onClick={() => onRemove(origin)}
          >
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}
