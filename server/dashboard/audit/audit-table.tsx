import type { AuditAnswer } from "../../src/admin/admin-api.ts";
import { Moment } from "../ui/moment.tsx";
import { describeAction } from "./describe-action.ts";

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
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td data-label="When">
                <Moment at={entry.at} to="second" />
              </td>
              <td data-label="What" className="cell-whole">
                {describeAction(entry.action)}
              </td>
              <td data-label="Of">
                {describeDetails(entry.details)} <code>{entry.target}</code>
              </td>
              <td data-label="By" className="cell-whole">
                {entry.admin !== null && (
                  <>
                    {entry.admin}
                    <br />
                  </>
                )}
                {ACTORS[entry.actor]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What an entry says beside its target: a name, the origins that are allowed now, or by which way somebody came. */
function describeDetails(details: AuditAnswer["entries"][number]["details"]): string {
  const { name, origins, by, threads, messages } = details;
  if (typeof name === "string") return name;
  if (by === "openid") return "by the team’s OpenID provider";
  if (Array.isArray(origins)) return origins.length === 0 ? "none are stored" : origins.join(", ");
  if (typeof threads === "number" && typeof messages === "number")
    return `${threads} threads, ${messages} messages, in`;
  return "";
}
