import type { ThreadsResponse } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { Moment } from "../ui/moment.tsx";
import { titleOf } from "./title-of.ts";

type Thread = ThreadsResponse["threads"][number];

interface ThreadTableProps {
  threads: readonly Thread[];
  onShow(thread: Thread): void;
  onDelete(thread: Thread): void;
}

/** Returns a key that identifies a thread. A thread id is unique only within its workspace. */
export const rowKeyOf = ({ id, workspace_id }: Thread): string => JSON.stringify([id, workspace_id]);

/** Shows a table of threads without their messages. */
export function ThreadTable({ threads, onShow, onDelete }: ThreadTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard
    <section className="table-frame" aria-label="Table of threads" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Thread</th>
            <th scope="col">Workspace</th>
            <th scope="col">Last message</th>
            <th scope="col">Created</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {threads.map((thread) => (
            <tr key={rowKeyOf(thread)}>
              <th scope="row">
                <span className="threads-title">{titleOf(thread)}</span>
                <code>{thread.id}</code>
              </th>
              <td data-label="Workspace">
                <code className="threads-id" title={thread.workspace_id}>
                  {thread.workspace_id}
                </code>
              </td>
              <td data-label="Last message">
                <Moment at={thread.last_message_at} />
              </td>
              <td data-label="Created">
                <Moment at={thread.created_at} to="day" />
              </td>
              <td>
                <div className="table-actions">
                  <Button
                    kind="quiet"
                    aria-label={`Show messages of ${titleOf(thread)}`}
                    onClick={() => onShow(thread)}
                  >
                    Messages
                  </Button>
                  <Button kind="quiet" aria-label={`Delete ${titleOf(thread)}`} onClick={() => onDelete(thread)}>
                    Delete
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
