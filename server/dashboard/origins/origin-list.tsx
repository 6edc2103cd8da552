import type { OriginsResponse } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";

interface OriginListProps {
  origins: OriginsResponse;
  /** The origins whose removal is in progress. */
  removing: readonly string[];
  onRemove(origin: string): void;
}

/** Lists the allowed origins. An origin from the server's options is fixed. A stored origin has a Remove button. */
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
            isBusy={removing.includes(origin)}
            onClick={() => onRemove(origin)}
          >
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}
