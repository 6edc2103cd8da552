import type { AssistantRuntime, ChatModelAdapter } from "@assistant-ui/react";
import type { AssistantCloud } from "assistant-cloud";
import type { InstalledClient } from "./clients.ts";
import { renderChat, type Tab } from "./render-chat.ts";
import type { RecordedCloud } from "./start-recorded-cloud.ts";

interface TabOptions {
  client: InstalledClient;
  server: RecordedCloud;
  model: ChatModelAdapter;
  workspaceId: string;
}

/** Opens a page with a chat of `useLocalRuntime`, for one user. */
export function openTab({ client, server, model, workspaceId }: TabOptions): Promise<Tab> {
  const cloud = new client.cloud.AssistantCloud({
    baseUrl: server.url,
    authToken: () => server.mint("ada", workspaceId),
  });
  return renderChat((onRuntime) => <Chat react={client.react} cloud={cloud} model={model} onRuntime={onRuntime} />);
}

interface ChatProps extends Pick<TabOptions, "model"> {
  react: InstalledClient["react"];
  cloud: AssistantCloud;
  onRuntime(runtime: AssistantRuntime): void;
}

function Chat({ react, cloud, model, onRuntime }: ChatProps) {
  const { AssistantRuntimeProvider, useLocalRuntime } = react;
  const runtime = useLocalRuntime(model, { cloud });
  onRuntime(runtime);
  return <AssistantRuntimeProvider runtime={runtime}>{null}</AssistantRuntimeProvider>;
}
