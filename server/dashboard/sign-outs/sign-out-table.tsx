import type { RevocationJson } from "../../src/admin/admin-api.ts";
import { Moment } from "../ui/moment.tsx";

const KINDS = { user: "User", workspace: "Workspace", project: "Everyone" } as const;

/** Shows a table of the latest sign-outs. */
export function SignOutTable({ signOuts }: { signOuts: readonly RevocationJson[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard
    <section className="table-frame" aria-label="Table of sign-outs" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Signed out</th>
            <th scope="col">ID</th>
            <th scope="col">Tokens issued before</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {signOuts.map(({ id, kind, subject, issuedBefore, createdBy }) => (
            <tr key={id}>
              <th scope="row">{KINDS[kind]}</th>
              <td data-label="ID">{subject === null ? "—" : <code>{subject}</code>}</td>
              <td data-label="Issued before">
                <Moment at={issuedBefore} />
              </td>
              <td data-label="By">{createdBy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
