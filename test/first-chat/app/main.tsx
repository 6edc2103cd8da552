import * as ui from "@assistant-ui/react";
import { AssistantCloudProvider, anonymousTokenSource } from "assistant-cloud-auth";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";
import { createRoot } from "react-dom/client";

const baseUrl = import.meta.env.VITE_ASSISTANT_BASE_URL;
const run: ui.ChatModelAdapter["run"] = async ({ messages }) => ({
  content: [{ type: "text", text: `You have written ${Math.ceil(messages.length / 2)} messages.` }],
});

function Chat() {
  const runtime = ui.useLocalRuntime({ run }, { cloud: useAssistantCloud() });
  return (
    <ui.AssistantRuntimeProvider runtime={runtime}>
      <ui.ThreadListPrimitive.Items>
        {() => (
          <ui.ThreadListItemPrimitive.Trigger>
            <ui.ThreadListItemPrimitive.Title />
          </ui.ThreadListItemPrimitive.Trigger>
        )}
      </ui.ThreadListPrimitive.Items>
      <ui.ThreadPrimitive.Messages components={{ Message: ui.MessagePrimitive.Parts }} />
      <ui.ComposerPrimitive.Root>
        <ui.ComposerPrimitive.Input aria-label="Message" />
      </ui.ComposerPrimitive.Root>
    </ui.AssistantRuntimeProvider>
  );
}

createRoot(document.getElementById("root") as HTMLElement).render(
  <AssistantCloudProvider baseUrl={baseUrl} tokenSource={anonymousTokenSource()}>
    <Chat />
  </AssistantCloudProvider>,
);
