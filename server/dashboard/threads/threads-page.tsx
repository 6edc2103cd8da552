import "./threads.css";
import { useRef, useState } from "react";
import type { ThreadsResponse } from "../../src/admin/admin-api.ts";
import { uniqueRows } from "../api/unique-rows.ts";
import { useSessionEnd } from "../session/use-session-end.ts";
import { PageSection } from "../ui/page-section.tsx";
import { PagedQueryResult } from "../ui/paged-query-result.tsx";
import { Empty } from "../ui/query-result.tsx";
import { DeleteThread } from "./delete-thread.tsx";
import { EraseUser } from "./erase-user.tsx";
import { ThreadFilterForm } from "./thread-filter-form.tsx";
import { ThreadMessages } from "./thread-messages.tsx";
import { rowKeyOf, ThreadTable } from "./thread-table.tsx";
import { type ThreadFilter, useThreads } from "./use-threads.ts";
import { UserCounts } from "./user-counts.tsx";
import { WorkspaceCounts } from "./workspace-counts.tsx";

type Thread = ThreadsResponse["threads"][number];
type Dialog = { kind: "messages" | "delete"; thread: Thread } | { kind: "erase"; userId: string };

const NO_FILTER: ThreadFilter = { isArchived: false, title: "", days: "", workspace: "", user: "" };

/**
 * Shows the stored threads, and buttons that view and delete a thread. Also shows how many threads each workspace and
 * each user has.
 */
export function ThreadsPage() {
  const [filter, setFilter] = useState(NO_FILTER);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const threads = useThreads(filter);
  const close = () => setDialog(null);
  // The dialog may show messages, so it closes when the session ends.
  useSessionEnd(close);
  // The pressed button is in another section or is no longer shown, so the list of threads receives the focus.
  const showList = (next: ThreadFilter) => {
    setFilter(next);
    list.current?.focus();
  };
  return (
    <>
      <PageSection
        title="Threads"
        summary="Users’ conversations, most recent message first. Messages are shown only on request, and the audit log records each view."
      >
        <div ref={list} className="threads-list" tabIndex={-1}>
          <ThreadFilterForm
            // A new key mounts a new form. A title that was not submitted is thus dropped when the workspace or user
            // changes.
            key={`${filter.workspace} ${filter.user}`}
            filter={filter}
            onChange={setFilter}
            onWiden={showList}
          />
          <PagedQueryResult query={threads} what="threads" moreLabel="Load more threads">
            {(pages) => {
              const rows = uniqueRows(
                pages.flatMap((page) => page.threads),
                rowKeyOf,
              );
              if (rows.length > 0) {
                return (
                  <ThreadTable
                    threads={rows}
                    onShow={(thread) => setDialog({ kind: "messages", thread })}
                    onDelete={(thread) => setDialog({ kind: "delete", thread })}
                  />
                );
              }
              return Object.values(filter).every((value) => !value) ? (
                <Empty title="No threads yet">
                  <p>A thread appears here when a user sends a first message.</p>
                </Empty>
              ) : (
                <Empty title="No matching threads">
                  <p>Change or clear the filter.</p>
                </Empty>
              );
            }}
          </PagedQueryResult>
        </div>
      </PageSection>
      <WorkspaceCounts onShow={(workspace) => showList({ ...NO_FILTER, workspace })} />
      <UserCounts
        onShow={(user) => showList({ ...NO_FILTER, user })}
        onErase={(userId) => setDialog({ kind: "erase", userId })}
      />
      {dialog?.kind === "messages" && <ThreadMessages thread={dialog.thread} onClose={close} />}
      {dialog?.kind === "delete" && <DeleteThread thread={dialog.thread} onClose={close} />}
      {dialog?.kind === "erase" && <EraseUser userId={dialog.userId} onClose={close} />}
    </>
  );
}
