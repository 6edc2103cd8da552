import { backendTokenSource, createTokenEngine } from "assistant-cloud-auth";

const engine = createTokenEngine({
  baseUrl: "https://cloud.example",
  tokenSource: backendTokenSource({ url: "/api/assistant-ui-token?tab=worker&user=ada", key: "ada" }),
});

/** What the page can ask the worker. */
const answers = {
  getToken: () => engine.getToken(),
  refresh: () => engine.refresh(),
  status: async () => engine.getSnapshot().status,
};
export type Question = keyof typeof answers;

/** Answers a message of the page through the port that the message contains. */
function answer({ data, ports }: MessageEvent<Question>): void {
  answers[data]().then(
    (value) => ports[0]?.postMessage(value),
    (error) => ports[0]?.postMessage(error.code),
  );
}

addEventListener("message", answer);
// A shared worker receives messages through the port of each page.
addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port !== undefined) port.onmessage = answer;
});
