import {
  AssistantRuntimeProvider,
  type ChatModelAdapter,
  ComposerPrimitive,
  MessagePrimitive,
  ThreadListItemPrimitive,
  ThreadListPrimitive,
  ThreadPrimitive,
  useLocalRuntime,
} from "@assistant-ui/react";
import { AssistantCloudProvider, backendTokenSource, useAuthStatus } from "assistant-cloud-auth";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";

/** A simulated language model that repeats the user's message. */
const echo: ChatModelAdapter = {
  async run({ messages }) {
    const [part] = messages.at(-1)?.content ?? [];
    return { content: [{ type: "text", text: `Echo: ${part?.type === "text" ? part.text : ""}` }] };
  },
};

/** A chat for the signed-in user. After a switch of user, React mounts a new chat, because the key changes. */
export function ChatApp({ person }: { person: string }) {
  const tokenSource = backendTokenSource({ url: `/token?user=${person}`, key: person });
  return (
    <AssistantCloudProvider baseUrl={location.origin} tokenSource={tokenSource}>
      <ChatOfWorkspace />
    </AssistantCloudProvider>
  );
}

function ChatOfWorkspace() {
  const { workspaceId } = useAuthStatus();
  return workspaceId && <Chat key={workspaceId} workspaceId={workspaceId} />;
}

function Chat({ workspaceId }: { workspaceId: string }) {
  const cloud = useAssistantCloud();
  const runtime = useLocalRuntime(echo, { cloud });
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <h1>{workspaceId}</h1>
      <ThreadListPrimitive.Root>
        <ThreadListPrimitive.Items components={{ ThreadListItem }} />
      </ThreadListPrimitive.Root>
      <ThreadPrimitive.Root>
        <ThreadPrimitive.Messages components={{ Message }} />
        <ComposerPrimitive.Root>
          <ComposerPrimitive.Input aria-label="Message" />
          <ComposerPrimitive.Send>Send</ComposerPrimitive.Send>
        </ComposerPrimitive.Root>
      </ThreadPrimitive.Root>
    </AssistantRuntimeProvider>
  );
}

function ThreadListItem() {
  return (
    <ThreadListItemPrimitive.Root data-testid="thread">
      <ThreadListItemPrimitive.Trigger>
        <ThreadListItemPrimitive.Title fallback="New thread" />
      </ThreadListItemPrimitive.Trigger>
    </ThreadListItemPrimitive.Root>
  );
}

function Message() {
  return (
    <MessagePrimitive.Root data-testid="message">
      <MessagePrimitive.Parts />
    </MessagePrimitive.Root>
  );
}
