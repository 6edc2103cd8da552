import { ThreadListPrimitive, useAuiEvent, useAuiState } from "@assistant-ui/react";
import { PanelLeft, SquarePen } from "lucide-react";
import type { Identity } from "../identity/identity.ts";
import { PaneButton } from "../layout/pane-button.tsx";
import { SidePane } from "../layout/side-pane.tsx";
import { useSidePane } from "../layout/use-side-pane.ts";
import { ThreadList } from "./list/thread-list.tsx";
import { MovedNotice } from "./moved-notice.tsx";
import { useOpenThread } from "./open-thread.ts";
import { Thread } from "./thread/thread.tsx";
import { TokenNotice } from "./token-notice.tsx";

interface ChatLayoutProps {
  workspaceId: string;
  identity: Identity | null;
  movedThreads: number;
}

/** Renders the thread list and the open thread. */
export function ChatLayout({ workspaceId, identity, movedThreads }: ChatLayoutProps) {
  const list = useSidePane("(min-width: 900px)");
  const title = useAuiState(({ threadListItem }) => threadListItem.title);
  useOpenThread(workspaceId);
  useAuiEvent({ event: "threads.selectionChanged", scope: "*" }, () => {
    if (!list.isInline) list.setOpen(false);
  });
  return (
    <>
      <SidePane pane={list} side="left" label="Threads">
        <ThreadList />
      </SidePane>
      <main className="chat">
        <div className="chat-head">
          <PaneButton pane={list} icon={PanelLeft} label="Threads" />
          <h1>{title ?? "New thread"}</h1>
          {!(list.isInline && list.isOpen) && (
            <ThreadListPrimitive.New className="icon-button" aria-label="New thread" title="New thread">
              <SquarePen size={18} aria-hidden="true" />
            </ThreadListPrimitive.New>
          )}
        </div>
        <TokenNotice />
        <MovedNotice moved={movedThreads} />
        <Thread identity={identity} />
      </main>
    </>
  );
}
