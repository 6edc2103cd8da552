import { type AssistantRuntime, AssistantRuntimeProvider, useLocalRuntime } from "@assistant-ui/react";
import { act, cleanup, render } from "@testing-library/react";
import { AssistantCloud } from "assistant-cloud";
import { AssistantCloudProvider, backendTokenSource } from "assistant-cloud-auth";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { useAssistantCloud } from "../../../src/assistant-cloud/index.ts";
import { createEchoModel, toChatAdapter } from "./support/echo-model.ts";
import { eventually } from "./support/expect-trace.ts";
import { type RecordedCloud, startRecordedCloud } from "./support/start-recorded-cloud.ts";

const echo = toChatAdapter(createEchoModel());
let server: RecordedCloud;
/** The page's requests for thread lists. Each item consists of the token's workspace and the request's query string. */
const lists: string[] = [];
beforeAll(async () => {
  server = await startRecordedCloud();
  await Promise.all(["acme", "globex"].map(createThread));
}, 120_000);
afterAll(() => server.close());
beforeEach(() => {
  const send = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
    const { pathname, search } = new URL(String(input));
    const token = new Headers(init?.headers).get("Authorization")?.replace("Bearer ", "") ?? "";
    if (pathname === "/v1/threads") lists.push(`${decodeJwt(token)["workspace_id"]} ${search}`);
    return send(input, init);
  });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  lists.length = 0;
});

async function createThread(workspaceId: string): Promise<void> {
  const cloud = new AssistantCloud({ baseUrl: server.url, authToken: () => server.mint("ada", workspaceId) });
  const title = `Plans of ${workspaceId}`;
  const { thread_id } = await cloud.threads.create({ last_message_at: new Date(), title });
  const content = { role: "user", content: [{ type: "text", text: `A secret of ${workspaceId}` }], metadata: {} };
  await cloud.threads.messages.create(thread_id, { parent_id: null, format: "aui/v0", content });
}

interface ChatProps {
  scopeId?: string;
  onRuntime(runtime: AssistantRuntime): void;
}

function Chat({ scopeId, onRuntime }: ChatProps) {
  const runtime = useLocalRuntime(echo, { cloud: useAssistantCloud(), scopeId });
  onRuntime(runtime);
  return <AssistantRuntimeProvider runtime={runtime}>{null}</AssistantRuntimeProvider>;
}

function createPage(by: "scopeId" | "key") {
  let runtime: AssistantRuntime | undefined;
  const onRuntime = (next: AssistantRuntime) => {
    runtime = next;
  };
  const view = render(null);
  const show = (organization: string) =>
    act(async () =>
      view.rerender(
        <AssistantCloudProvider
          baseUrl={server.url}
          tokenSource={backendTokenSource({ key: organization, fetchToken: () => server.mint("ada", organization) })}
        >
          <Chat
            {...{ onRuntime, ...(by === "scopeId" && { scopeId: organization }) }}
            key={by === "key" ? organization : ""}
          />
        </AssistantCloudProvider>,
      ),
    );
  const state = () => ({ threads: runtime?.threads.getState(), thread: runtime?.thread.getState() });
  return {
    show,
    /** Opens the first thread of the list. */
    open: () => act(async () => runtime?.threads.switchToThread(runtime.threads.getState().threadIds[0] ?? "")),
    /** Returns whether the runtime's state contains a text. */
    holds: (text: string) => JSON.stringify(state()).includes(text),
  };
}

it.each(["scopeId", "key"] as const)("a change of the prop `%s` replaces the list of threads", async (by) => {
  const page = createPage(by);
  const listsOf = (organization: string) => [`${organization} ?is_archived=true&limit=20`, `${organization} ?limit=20`];
  await page.show("acme");
  await eventually(() => page.holds("Plans of acme")).toBe(true);
  await page.open();
  await eventually(() => page.holds("A secret of acme")).toBe(true);

  lists.length = 0;
  await page.show("globex");
  await eventually(() => page.holds("Plans of globex")).toBe(true);
  expect(lists.toSorted()).toEqual(listsOf("globex"));
  await eventually(() => page.holds("acme")).toBe(false);
  await page.open();
  await eventually(() => page.holds("A secret of globex")).toBe(true);
  expect(page.holds("acme")).toBe(false);
});
