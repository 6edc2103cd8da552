import type { AuditResponse } from "../../src/admin/admin-api.ts";
import { Moment } from "../ui/moment.tsx";
import { describeAction } from "./describe-action.ts";

const ACTORS = { cli: "command line", admin: "dashboard", program: "program" } as const;

/** Shows a table of audit log entries, in the given order. */
export function AuditTable({ entries }: { entries: AuditResponse["entries"] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard
    <section className="table-frame" aria-label="Table of audit entries" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Action</th>
            <th scope="col">Target</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td data-label="When">
                <Moment at={entry.at} to="second" />
              </td>
              <td data-label="Action" className="cell-whole">
                {describeAction(entry.action)}
              </td>
              <td data-label="Target">
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

/**
 * Returns the details to show before an entry's target: a name, the allowed origins, the kind of sign-in, or numbers of
 * threads and messages.
 */
function describeDetails(details: AuditResponse["entries"][number]["details"]): string {
  const { name, origins, by, threads, messages } = details;
  if (typeof name === "string") return name;
  if (by === "openid") return "with the team’s OpenID provider";
  if (Array.isArray(origins)) return origins.length === 0 ? "no origins" : origins.join(", ");
  if (typeof threads === "number" && typeof messages === "number")
    return `${threads} threads, ${messages} messages, in`;
  return "";
}
