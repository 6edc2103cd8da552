import * as aiSdk from "@assistant-ui/ai-sdk";
import * as react from "@assistant-ui/react";
import { AssistantCloud } from "assistant-cloud";
import { type FormEvent, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { createEchoModel, type EchoModel } from "../../../assistant-cloud/golden/support/echo-model.ts";
import { createUseChat, type RuntimeKind } from "../../../assistant-cloud/golden/support/use-chat.ts";
import { GoldenChat } from "./golden-chat.tsx";

declare global {
  interface Window {
    model: EchoModel;
  }
}

const query = new URLSearchParams(location.search);
const baseUrl = query.get("cloud") ?? "";
window.model = createEchoModel();
const useChat = createUseChat({ react, aiSdk }, query.get("kind") as RuntimeKind, window.model);

/** Fetches a workspace token from the app's route. A real route would read the workspace from the user's session. */
async function fetchToken(workspace: string): Promise<string> {
  const response = await fetch(`/token?${new URLSearchParams({ workspace })}`, { method: "POST" });
  return response.text();
}

function Page() {
  const [workspace, setWorkspace] = useState(query.get("organization") ?? "");
  const cloud = useMemo(() => new AssistantCloud({ baseUrl, authToken: () => fetchToken(workspace) }), [workspace]);
  function switchTo(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setWorkspace(String(new FormData(event.currentTarget).get("organization")));
  }
  return (
    <>
      <form onSubmit={switchTo}>
        <input name="organization" aria-label="Organization" />
        <button type="submit">Switch</button>
      </form>
      <GoldenChat key={workspace} cloud={cloud} useChat={useChat} />
    </>
  );
}

createRoot(document.body.appendChild(document.createElement("div"))).render(<Page />);
