import type { AssistantRuntime } from "@assistant-ui/react";
import type { AssistantCloud } from "assistant-cloud";
import type { ClientModules } from "./clients.ts";
import { type EchoModel, toChatAdapter, toChatTransport } from "./echo-model.ts";

/** The hook that stores a chat in the cloud: `useLocalRuntime` or `useChatRuntime`. */
export type RuntimeKind = "local" | "ai-sdk";

/** Creates a hook that calls the runtime hook of a client, `useLocalRuntime` or `useChatRuntime`. */
export function createUseChat(
  { react: { useLocalRuntime }, aiSdk: { useChatRuntime } }: Omit<ClientModules, "cloud">,
  kind: RuntimeKind,
  model: EchoModel,
): (cloud: AssistantCloud) => AssistantRuntime {
  const adapter = toChatAdapter(model);
  const transport = toChatTransport(model);
  const hooks = {
    local: (cloud: AssistantCloud) => useLocalRuntime(adapter, { cloud }),
    "ai-sdk": (cloud: AssistantCloud) => useChatRuntime({ cloud, transport }),
  };
  return hooks[kind];
}
