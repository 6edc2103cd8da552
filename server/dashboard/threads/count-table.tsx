import type { ReactNode } from "react";
import { Moment } from "../ui/moment.tsx";

const number = new Intl.NumberFormat();

interface CountRow {
  id: string;
  threads: number;
  messages: number;
  last_message_at: string | null;
}

interface CountTableProps {
  /** The heading of the first column: "Workspace" or "User". */
  rowKind: string;
  rows: readonly CountRow[];
  /** Returns the buttons for the row with this id. */
  children: (id: string) => ReactNode;
}

/** Shows a table of workspaces or users. Each row contains the number of threads and the number of messages. */
export function CountTable({ rowKind, rows, children }: CountTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard
    <section className="table-frame" aria-label={`${rowKind} counts`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{rowKind}</th>
            <th scope="col" className="threads-number">
              Threads
            </th>
            <th scope="col" className="threads-number">
              Messages
            </th>
            <th scope="col">Last message</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, threads, messages, last_message_at }) => (
            <tr key={id}>
              <th scope="row">
                <code className="threads-id" title={id}>
                  {id}
                </code>
              </th>
              <td data-label="Threads" className="threads-number">
                {number.format(threads)}
              </td>
              <td data-label="Messages" className="threads-number">
                {number.format(messages)}
              </td>
              <td data-label="Last message">{last_message_at === null ? "—" : <Moment at={last_message_at} />}</td>
              <td>
                <div className="table-actions">{children(id)}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
