import type { Meta, StoryObj } from "@storybook/react-vite";
import { AssistantCloudProvider, useWorkspaceToken } from "assistant-cloud-auth";
import { createTestClock, createTestToken } from "assistant-cloud-auth/testing";
import { useState } from "react";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { type Guide, storyParameters, withOwnProvider } from "./parts/guide.ts";
import { NOON } from "./parts/noon.ts";
import { TokenCard } from "./parts/token-card.tsx";

interface AppProps {
  baseUrl: string;
  userId: string;
  workspaceId: string;
}

function App({ baseUrl, userId, workspaceId }: AppProps) {
  const [clock] = useState(() => createTestClock({ start: NOON }));
  const [events, setEvents] = useState<readonly string[]>([]);
  const getToken = () => createTestToken({ userId, workspaceId, issuedAt: clock.now() });
  return (
    <AssistantCloudProvider
      baseUrl={baseUrl}
      tokenSource={{ kind: "backend", key: `${workspaceId} ${userId}`, getToken }}
      clock={clock}
      shareAcrossTabs={false}
      onEvent={({ type }) => setEvents((before) => [...before, type])}
    >
      <Reader events={events} />
    </AssistantCloudProvider>
  );
}

function Reader({ events }: { events: readonly string[] }) {
  const token = useWorkspaceToken();
  return (
    <div className="stack">
      <TokenCard result={token} />
      <Card title="Events">
        <ol className="log">
          {events.map((type, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows
            <li key={index}>{type}</li>
          ))}
        </ol>
      </Card>
    </div>
  );
}

const guide: Guide = {
  use: "Once, near the root of the app, above every component that calls a hook of this package. It holds the token source and one workspace token, which it refreshes before it expires.",
  example:
    '<AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>\n  <App />\n</AssistantCloudProvider>',
  names: {
    title: "Props",
    rows: {
      baseUrl: "URL of the API of your project",
      tokenSource:
        "the source of the tokens: an integration's hook, `backendTokenSource()` or `anonymousTokenSource()`",
      queryClient: "the app's `QueryClient`, to see the engine in its devtools. Default: the provider creates one",
      fetch: "sends every request. Default: the global `fetch`",
      sourceTimeoutMs: "deadline of one attempt in milliseconds. Default: 10,000",
      shareAcrossTabs: "one call of the source for all tabs. Default: true",
      onEvent: "receives every event of the engine; no event carries a token",
    },
  },
  does: [
    "Give the token source a `key` that names user and organization. A change of the key drops the old token at once.",
    "Create the source inline or once; both work.",
  ],
  avoids: [
    "Don't mount a second provider for the same user. Each has its own token.",
    "Don't give the provider a React `key`. It switches users without it.",
  ],
};

const meta = {
  title: "Components/<AssistantCloudProvider>",
  component: App,
  tags: ["autodocs"],
  parameters: { guide, assistantCloudAuth: withOwnProvider },
  args: { baseUrl: "https://proj-example.assistant-api.com", userId: "ada", workspaceId: "org_acme:ada" },
  argTypes: {
    baseUrl: { control: "text", description: "URL of the API." },
    userId: { control: "text", description: "The user whom the token source of the story reports." },
    workspaceId: { control: "text", description: "The workspace of that user." },
  },
} satisfies Meta<typeof App>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Events: Story = {
  parameters: storyParameters("`onEvent` reports what the engine does. Change the user to see a switch."),
  play: async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText("org_acme:ada")).toBeVisible();
    await expect(canvas.getByText("refresh_succeeded")).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Refresh now" }));
    await waitFor(() => expect(canvas.getAllByText("refresh_succeeded")).toHaveLength(2));
  },
};
