import {
  ActionBarPrimitive,
  type AssistantRuntime,
  AssistantRuntimeProvider,
  AttachmentPrimitive,
  BranchPickerPrimitive,
  ComposerPrimitive,
  MessagePrimitive,
  ThreadListItemPrimitive,
  ThreadListPrimitive,
  ThreadPrimitive,
  useAuiState,
} from "@assistant-ui/react";
import type { AssistantCloud } from "assistant-cloud";
import type { FormEvent } from "react";

interface GoldenChatProps {
  cloud: AssistantCloud;
  useChat(cloud: AssistantCloud): AssistantRuntime;
}

/** A chat page with every control that the golden-trace tests operate. */
export function GoldenChat({ cloud, useChat }: GoldenChatProps) {
  const runtime = useChat(cloud);
  function rename(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const title = new FormData(event.currentTarget).get("title");
    void runtime.threads.mainItem.rename(String(title));
  }
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <Threads />
      <form onSubmit={rename}>
        <input name="title" aria-label="Title" />
        <button type="submit">Rename</button>
      </form>
      <ThreadPrimitive.Root>
        <ThreadPrimitive.Messages components={{ UserMessage, AssistantMessage, EditComposer }} />
        <ComposerPrimitive.Root>
          <ComposerPrimitive.Attachments components={{ Attachment: PendingAttachment }} />
          <ComposerPrimitive.AddAttachment>Attach</ComposerPrimitive.AddAttachment>
          <ComposerPrimitive.Input aria-label="Message" />
          <ComposerPrimitive.Send>Send</ComposerPrimitive.Send>
        </ComposerPrimitive.Root>
      </ThreadPrimitive.Root>
    </AssistantRuntimeProvider>
  );
}

function Threads() {
  const isLoading = useAuiState(({ threads }) => threads.isLoading);
  return (
    <ThreadListPrimitive.Root data-testid="threads" aria-busy={isLoading}>
      <ThreadListPrimitive.Items components={{ ThreadListItem: ListedThread }} />
      <ThreadListPrimitive.Items archived components={{ ThreadListItem: ArchivedThread }} />
    </ThreadListPrimitive.Root>
  );
}

function ListedThread() {
  return (
    <ThreadListItemPrimitive.Root data-testid="thread">
      <ThreadListItemPrimitive.Trigger data-testid="title">
        <ThreadListItemPrimitive.Title />
      </ThreadListItemPrimitive.Trigger>
      <ThreadListItemPrimitive.Archive>Archive</ThreadListItemPrimitive.Archive>
      <ThreadListItemPrimitive.Delete>Delete</ThreadListItemPrimitive.Delete>
    </ThreadListItemPrimitive.Root>
  );
}

function ArchivedThread() {
  return (
    <ThreadListItemPrimitive.Root data-testid="archived-thread">
      <ThreadListItemPrimitive.Title />
      <ThreadListItemPrimitive.Unarchive>Restore</ThreadListItemPrimitive.Unarchive>
    </ThreadListItemPrimitive.Root>
  );
}

const Text = ({ text }: { text: string }) => text;
const Nothing = () => null;

function MessageText() {
  const role = useAuiState(({ message }) => message.role);
  return (
    <p data-testid="message">
      {role}: <MessagePrimitive.Parts components={{ Text, File: Nothing, Empty: Nothing }} />
    </p>
  );
}

function UserMessage() {
  return (
    <MessagePrimitive.Root data-testid="turn">
      <MessageText />
      <MessagePrimitive.Attachments components={{ Attachment: Picture }} />
      <BranchPickerPrimitive.Root data-testid="branches">
        <BranchPickerPrimitive.Count />
      </BranchPickerPrimitive.Root>
      <ActionBarPrimitive.Edit>Edit</ActionBarPrimitive.Edit>
    </MessagePrimitive.Root>
  );
}

function AssistantMessage() {
  const status = useAuiState(({ message: { status } }) => {
    const error = status?.type === "incomplete" ? (status.error as { code?: string } | undefined) : undefined;
    return error?.code ?? status?.type ?? "";
  });
  const rating = useAuiState(({ message }) => message.metadata.submittedFeedback?.type ?? "");
  return (
    <MessagePrimitive.Root data-testid="turn" data-status={status} data-rating={rating}>
      <MessageText />
      <ActionBarPrimitive.FeedbackPositive>Good</ActionBarPrimitive.FeedbackPositive>
    </MessagePrimitive.Root>
  );
}

function EditComposer() {
  return (
    <ComposerPrimitive.Root>
      <ComposerPrimitive.Input aria-label="Edited message" />
      <ComposerPrimitive.Send>Send the edited message</ComposerPrimitive.Send>
    </ComposerPrimitive.Root>
  );
}

function PendingAttachment() {
  const status = useAuiState(({ attachment }) => attachment.status.type);
  return (
    <AttachmentPrimitive.Root data-testid="pending" data-status={status}>
      <AttachmentPrimitive.Name />
    </AttachmentPrimitive.Root>
  );
}

/** Renders an attached picture only if its URL has a signature, because the browser cannot load an unsigned URL. */
function Picture() {
  const source = useAuiState(({ attachment }) => {
    const image = attachment.content?.find((part) => part.type === "image");
    return image?.type === "image" && image.image.includes("&signature=") ? image.image : null;
  });
  return source && <img alt="" src={source} />;
}
