import type { KeyJson } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { Moment } from "../ui/moment.tsx";
import { StatusPill } from "../ui/status-pill.tsx";

interface KeyTableProps {
  keys: readonly KeyJson[];
  onRotate(key: KeyJson): void;
  onRevoke(key: KeyJson): void;
}

const TONES = { active: "good", expired: "warn", revoked: "bad" } as const;

/** Shows a table of API keys with status, last use and expiry. */
export function KeyTable({ keys, onRotate, onRevoke }: KeyTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard
    <section className="table-frame" aria-label="Table of API keys" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Status</th>
            <th scope="col">Created</th>
            <th scope="col">Last used</th>
            <th scope="col">Expires</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row">
                {key.name}
                <br />
                <code>sk_aui_…{key.suffix}</code>
              </th>
              <td data-label="Status">
                <StatusPill tone={TONES[key.status]}>
                  {key.replacedBy !== null && key.status === "active" ? "rotated" : key.status}
                </StatusPill>
              </td>
              <td data-label="Created">
                <Moment at={key.createdAt} to="day" />
              </td>
              <td data-label="Last used">{key.lastUsedAt === null ? "never" : <Moment at={key.lastUsedAt} />}</td>
              <td data-label="Expires">
                {/* A rotated key expires within days, so its expiry is shown to the minute. */}
                {key.expiresAt === null ? (
                  "never"
                ) : (
                  <Moment at={key.expiresAt} to={key.replacedBy === null ? "day" : "minute"} />
                )}
              </td>
              <td>
                {key.status === "active" && (
                  <div className="table-actions">
                    {key.replacedBy === null && (
                      <Button kind="quiet" aria-label={`Rotate ${key.name}`} onClick={() => onRotate(key)}>
                        Rotate
                      </Button>
                    )}
                    <Button kind="quiet" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
                      Revoke
                    </Button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
