import type { SigningKeyJson } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { Moment } from "../ui/moment.tsx";
import { StatusPill } from "../ui/status-pill.tsx";

interface SigningKeyTableProps {
  keys: readonly SigningKeyJson[];
  onRevoke(key: SigningKeyJson): void;
}

const STATES = {
  next: { tone: "warn", text: "published, signs later" },
  active: { tone: "good", text: "signs now" },
  retired: { tone: undefined, text: "published until its tokens expire" },
} as const;

/** Shows a table of signing keys with their states. */
export function SigningKeyTable({ keys, onRevoke }: SigningKeyTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard
    <section className="table-frame" aria-label="Table of signing keys" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Key ID</th>
            <th scope="col">Algorithm</th>
            <th scope="col">State</th>
            <th scope="col">Signs from</th>
            <th scope="col">Removed</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.kid}>
              <th scope="row">
                <code title={key.kid}>{key.kid.slice(0, 12)}…</code>
              </th>
              <td data-label="Algorithm">{key.algorithm}</td>
              <td data-label="State">
                <StatusPill tone={STATES[key.state].tone}>{key.state}</StatusPill> {STATES[key.state].text}
              </td>
              <td data-label="Signs from">
                <Moment at={key.activatedAt} />
              </td>
              <td data-label="Removed">{key.removedAt === null ? "—" : <Moment at={key.removedAt} />}</td>
              <td>
                <div className="table-actions">
                  <Button kind="quiet" aria-label={`Revoke ${key.kid.slice(0, 12)}`} onClick={() => onRevoke(key)}>
                    Revoke
                  </Button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
