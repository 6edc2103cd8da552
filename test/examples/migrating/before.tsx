import { AssistantRuntimeProvider, type ChatModelAdapter, useLocalRuntime } from "@assistant-ui/react";
import { useAuth } from "@clerk/react";
import { AssistantCloud } from "assistant-cloud";
import { type ReactNode, useMemo } from "react";

export function Chat({ model, children }: { model: ChatModelAdapter; children: ReactNode }) {
  const { getToken } = useAuth();
  const cloud = useMemo(
    () =>
      new AssistantCloud({
        baseUrl: "https://proj-0example.assistant-api.com",
        authToken: () => getToken({ template: "assistant-ui" }),
      }),
    [getToken],
  );
  const runtime = useLocalRuntime(model, { cloud });
  return <AssistantRuntimeProvider runtime={runtime}>{children}</AssistantRuntimeProvider>;
}
