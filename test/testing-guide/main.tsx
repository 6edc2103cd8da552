import { AssistantCloudProvider, backendTokenSource } from "assistant-cloud-auth";
import { createRoot } from "react-dom/client";
import { Welcome } from "./greeting.tsx";

const tokenSource = backendTokenSource({ url: "/api/assistant-ui-token", key: "ada" });

createRoot(document.getElementById("root") as HTMLElement).render(
  <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
    <Welcome />
  </AssistantCloudProvider>,
);
