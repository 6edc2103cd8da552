import { useAui, useAuiState } from "@assistant-ui/react";
import { useEffect, useState } from "react";

const keyOf = (workspaceId: string) => `demo:open-thread:${workspaceId}`;

/**
 * Stores the id of the workspace's open thread in `sessionStorage`. Opens that thread again after a reload or a change
 * of the token source.
 */
export function useOpenThread(workspaceId: string): void {
  const aui = useAui();
  const remoteId = useAuiState(({ threadListItem }) => threadListItem.remoteId);
  const isNew = useAuiState(({ threads }) => threads.mainThreadId === threads.newThreadId);
  const [savedThreadId, setWanted] = useState(() => sessionStorage.getItem(keyOf(workspaceId)));

  useEffect(() => {
    if (savedThreadId === null) return;
    let isCurrent = true;
    void aui.threads.getLoadThreadsPromise().then(() => {
      if (!isCurrent) return;
      aui.threads.switchToThread(savedThreadId);
      setWanted(null);
    });
    return () => {
      isCurrent = false;
    };
  }, [aui, savedThreadId]);

  useEffect(() => {
    if (remoteId !== undefined) sessionStorage.setItem(keyOf(workspaceId), remoteId);
    else if (savedThreadId === null && isNew) sessionStorage.removeItem(keyOf(workspaceId));
  }, [workspaceId, remoteId, isNew, savedThreadId]);
}
