import { backendTokenSource, createTokenEngine } from "assistant-cloud-auth";

export const engine = createTokenEngine({
  baseUrl: "https://proj-0example.assistant-api.com",
  tokenSource: backendTokenSource("/api/assistant-ui-token"),
  onEvent: (event) => console.debug(event.type),
});

export async function listThreads() {
  const headers = { Authorization: `Bearer ${await engine.getToken()}` };
  return fetch("https://proj-0example.assistant-api.com/v1/threads", { headers });
}
