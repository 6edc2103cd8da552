import { useState } from "react";
import type { ThreadsResponse } from "../../src/admin/admin-api.ts";
import { uniqueRows } from "../api/unique-rows.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { Failure } from "../ui/query-result.tsx";
import { MessageCard } from "./message-card.tsx";
import { titleOf } from "./title-of.ts";
import { useMessages } from "./use-threads.ts";

interface ThreadMessagesProps {
  thread: ThreadsResponse["threads"][number];
  onClose(): void;
}

/**
 * Asks the admin for confirmation, and then shows the messages of a thread. The dialog warns that the audit log records
 * the view.
 */
export function ThreadMessages({ thread, onClose }: ThreadMessagesProps) {
  const [isConfirmed, setConfirmed] = useState(false);
  return (
    <Modal
      isOpen
      isWide
      onClose={onClose}
      title={titleOf(thread)}
      description={
        isConfirmed
          ? "Oldest first, with every branch. Links and images in messages are not loaded."
          : "Messages may contain personal data of this workspace’s users. The audit log records that you view them."
      }
    >
      {isConfirmed ? (
        <MessageList thread={thread} />
      ) : (
        <div className="modal-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={() => setConfirmed(true)}>
            Show messages
          </Button>
        </div>
      )}
    </Modal>
  );
}

function MessageList({ thread }: Pick<ThreadMessagesProps, "thread">) {
  const { data, error, isFetching, hasNextPage, isFetchNextPageError, ...query } = useMessages(thread);
  const loaded = (data?.pages ?? []).flatMap((page) => page.messages);
  const messages = uniqueRows(loaded, ({ id }) => id).toReversed();
  return (
    <div className="threads-messages">
      {error !== null && (
        <Failure
          error={error}
          isRetrying={isFetching}
          onRetry={() => void (isFetchNextPageError ? query.fetchNextPage() : query.refetch())}
        />
      )}
      {data === undefined && error === null && (
        <div className="query-message" role="status">
          Loading messages…
        </div>
      )}
      {data !== undefined && messages.length === 0 && <p className="query-message">This thread has no messages.</p>}
      {hasNextPage && !isFetchNextPageError && (
        <div>
          <Button isBusy={isFetching} onClick={() => void query.fetchNextPage()}>
            Load earlier messages
          </Button>
        </div>
      )}
      {messages.length > 0 && (
        <ol>
          {messages.map((message) => (
            <li key={message.id}>
              <MessageCard message={message} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
