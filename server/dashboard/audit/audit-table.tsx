import type { AuditAnswer } from "../../src/admin/admin-api.ts";
import { Moment } from "../ui/moment.tsx";
import { describeAction } from "./describe-action.ts";
import { describeDetails } from "./describe-details.ts";

const ACTORS = { cli: "command line", admin: "dashboard", program: "program" } as const;

/** Lines of the audit log. */
export function AuditTable({ entries }: { entries: AuditAnswer["entries"] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls a wide table by keys
    <section className="table-frame" aria-label="Table of audit entries" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Of</th>
            <th scope="col">Through</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td>
                <Moment at={entry.at} to="second" />
              </td>
              <td className="cell-whole">{describeAction(entry.action)}</td>
              <td>
                {describeDetails(entry.details)} <code>{entry.target}</code>
              </td>
              <td>{ACTORS[entry.actor]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
