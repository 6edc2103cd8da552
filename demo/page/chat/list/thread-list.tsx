import { AuiIf, ThreadListPrimitive, useAuiState } from "@assistant-ui/react";
import { Plus } from "lucide-react";
import { useState } from "react";
import { ThreadListItem } from "./thread-list-item.tsx";

export function ThreadList() {
  const [showsArchive, setShowsArchive] = useState(false);
  const archived = useAuiState(({ threads }) => threads.archivedThreadIds.length);
  return (
    <ThreadListPrimitive.Root className="thread-list">
      <ThreadListPrimitive.New className="button wide">
        <Plus size={16} aria-hidden="true" /> New thread
      </ThreadListPrimitive.New>
      <AuiIf condition={({ threads }) => threads.isLoading}>
        <Skeleton />
      </AuiIf>
      <AuiIf condition={({ threads }) => !threads.isLoading && threads.threadIds.length === 0}>
        <p className="thread-list-empty">No threads yet. Ask something and the first one appears here.</p>
      </AuiIf>
      <AuiIf condition={({ threads }) => !threads.isLoading}>
        <div className="thread-items">
          <ThreadListPrimitive.Items>{() => <ThreadListItem />}</ThreadListPrimitive.Items>
        </div>
        <ThreadListPrimitive.LoadMore className="link-button">Show older threads</ThreadListPrimitive.LoadMore>
      </AuiIf>
      {archived > 0 && (
        <div className="thread-archive">
          <button
            type="button"
            className="link-button"
            aria-expanded={showsArchive}
            onClick={() => setShowsArchive(!showsArchive)}
          >
            {showsArchive ? "Hide archive" : `Archive (${archived})`}
          </button>
          {showsArchive && (
            <div className="thread-items">
              <ThreadListPrimitive.Items archived>{() => <ThreadListItem isArchived />}</ThreadListPrimitive.Items>
            </div>
          )}
        </div>
      )}
    </ThreadListPrimitive.Root>
  );
}

function Skeleton() {
  return (
    <div className="thread-skeleton" role="status" aria-label="Loading threads">
      <span />
      <span />
      <span />
    </div>
  );
}
