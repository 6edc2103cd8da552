import type { OriginsAnswer } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";

interface OriginListProps {
  origins: OriginsAnswer;
  /** Which one is being taken away. */
  removing: string | undefined;
  onRemove(origin: string): void;
}

/** The origins that are allowed, and whence. */
export function OriginList({ origins: { origins, fixed }, removing, onRemove }: OriginListProps) {
  return (
    <ul className="card origins-list" aria-label="Allowed origins">
      {fixed.map((origin) => (
        <li key={`fixed ${origin}`}>
          <code>{origin}</code>
          <span className="pill">set at the start</span>
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
