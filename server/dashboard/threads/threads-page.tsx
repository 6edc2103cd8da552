import "./threads.css";
import { useRef, useState } from "react";
import type { ThreadsAnswer } from "../../src/admin/admin-api.ts";
import { useSessionEnd } from "../session/use-session-end.ts";
import { Empty } from "../ui/answer.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { PagedAnswer } from "../ui/paged-answer.tsx";
import { DeleteThread } from "./delete-thread.tsx";
import { EraseUser } from "./erase-user.tsx";
import { ThreadFilterForm } from "./thread-filter-form.tsx";
import { ThreadMessages } from "./thread-messages.tsx";
import { ThreadTable } from "./thread-table.tsx";
import { type ThreadFilter, useThreads } from "./use-threads.ts";
import { UserCounts } from "./user-counts.tsx";
import { WorkspaceCounts } from "./workspace-counts.tsx";

type Thread = ThreadsAnswer["threads"][number];
type Dialog = { kind: "messages" | "delete"; of: Thread } | { kind: "erase"; userId: string };

const EVERYTHING: ThreadFilter = { isArchived: false, title: "", days: "", workspace: "", user: "" };

/** The conversations that are stored: how many there are, whose they are, and ways to view and delete them. */
export function ThreadsPage() {
  const [filter, setFilter] = useState(EVERYTHING);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const threads = useThreads(filter);
  const close = () => setDialog(null);
  // Messages are shown there.
  useSessionEnd(close);
  // The button that was pressed is elsewhere on the page, or gone.
  const leadTo = (next: ThreadFilter) => {
    setFilter(next);
    list.current?.focus();
  };
  return (
    <>
      <PageSection
        title="Threads"
        summary="The conversations that users have stored here, newest message first. Messages are shown on request only, and the audit log records it."
      >
        <div ref={list} className="threads-list" tabIndex={-1}>
          <ThreadFilterForm
            // A title that was typed belongs to the threads that were shown then.
            key={`${filter.workspace} ${filter.user}`}
            filter={filter}
            onChange={setFilter}
            onWiden={leadTo}
          />
          <PagedAnswer query={threads} what="threads" more="Show more threads">
            {(pages) => {
              const rows = pages.flatMap((page) => page.threads);
              if (rows.length > 0) {
                return (
                  <ThreadTable
                    threads={rows}
                    onShow={(of) => setDialog({ kind: "messages", of })}
                    onDelete={(of) => setDialog({ kind: "delete", of })}
                  />
                );
              }
              return Object.values(filter).every((value) => !value) ? (
                <Empty title="No threads yet">
                  <p>A thread appears here as soon as a user sends a first message.</p>
                </Empty>
              ) : (
                <Empty title="No matching threads">
                  <p>Change the filter, or clear it.</p>
                </Empty>
              );
            }}
          </PagedAnswer>
        </div>
      </PageSection>
      <WorkspaceCounts onShow={(workspace) => leadTo({ ...EVERYTHING, workspace })} />
      <UserCounts
        onShow={(user) => leadTo({ ...EVERYTHING, user })}
        onErase={(userId) => setDialog({ kind: "erase", userId })}
      />
      {dialog?.kind === "messages" && <ThreadMessages of={dialog.of} onClose={close} />}
      {dialog?.kind === "delete" && <DeleteThread of={dialog.of} onClose={close} />}
      {dialog?.kind === "erase" && <EraseUser userId={dialog.userId} onClose={close} />}
    </>
  );
}
