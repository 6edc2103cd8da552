import { useState } from "react";
import type { ThreadsAnswer } from "../../src/admin/admin-api.ts";
import { Failure } from "../ui/answer.tsx";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { MessageCard } from "./message-card.tsx";
import { titleOf } from "./title-of.ts";
import { useMessages } from "./use-threads.ts";

interface ThreadMessagesProps {
  of: ThreadsAnswer["threads"][number];
  onClose(): void;
}

/** A thread's messages, which are read only after it was said that the audit log records it. */
export function ThreadMessages({ of, onClose }: ThreadMessagesProps) {
  const [isAsked, setAsked] = useState(false);
  return (
    <Modal
      isOpen
      isWide
      onClose={onClose}
      title={titleOf(of)}
      description={
        isAsked
          ? "Oldest first, every branch included. Nothing that a message links to is loaded."
          : "Messages belong to the users of this workspace and may be personal. The audit log records that you view them."
      }
    >
      {isAsked ? (
        <MessageList threadId={of.id} />
      ) : (
        <div className="modal-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={() => setAsked(true)}>
            Show messages
          </Button>
        </div>
      )}
    </Modal>
  );
}

function MessageList({ threadId }: { threadId: string }) {
  const { data, error, isFetching, hasNextPage, isFetchNextPageError, ...query } = useMessages(threadId);
  const messages = (data?.pages ?? []).flatMap((page) => page.messages).toReversed();
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
        <div className="answer-waiting" role="status">
          Reading messages …
        </div>
      )}
      {data !== undefined && messages.length === 0 && <p className="answer-waiting">This thread has no messages.</p>}
      {hasNextPage && !isFetchNextPageError && (
        <div>
          <Button isBusy={isFetching} onClick={() => void query.fetchNextPage()}>
            Show earlier messages
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
