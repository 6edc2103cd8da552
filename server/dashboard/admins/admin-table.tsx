import type { AdminJson } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { Moment } from "../ui/moment.tsx";

interface AdminTableProps {
  admins: readonly AdminJson[];
  /** The name of the signed-in admin; undefined if the admin did not sign in with a password. */
  own: string | undefined;
  onReset(admin: AdminJson): void;
  onRemove(admin: AdminJson): void;
}

/** Shows a table of the admins who sign in with a password, including invited ones. */
export function AdminTable({ admins, own, onReset, onRemove }: AdminTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard
    <section className="table-frame" aria-label="Table of admins" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Password set</th>
            <th scope="col">Set-up link</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {admins.map((admin) => (
            <tr key={admin.name}>
              <th scope="row">
                {admin.name} {admin.name === own && <span className="pill">you</span>}
              </th>
              <td data-label="Password set">
                {admin.createdAt === null ? "not yet" : <Moment at={admin.createdAt} to="day" />}
              </td>
              <td data-label="Set-up link">
                {admin.linkValidUntil === null ? (
                  "none"
                ) : (
                  <>
                    valid until <Moment at={admin.linkValidUntil} />
                  </>
                )}
              </td>
              <td>
                <div className="table-actions">
                  <Button kind="quiet" aria-label={`Reset password of ${admin.name}`} onClick={() => onReset(admin)}>
                    Reset password
                  </Button>
                  <Button kind="quiet" aria-label={`Remove ${admin.name}`} onClick={() => onRemove(admin)}>
                    Remove
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
