import type { Meta, StoryObj } from "@storybook/react-vite";
import { AssistantCloudProvider, type TokenSource, useWorkspaceToken } from "assistant-cloud-auth";
import { createTestToken } from "assistant-cloud-auth/testing";
import { useState } from "react";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { Facts } from "./parts/facts.tsx";
import { type Guide, storyParameters, withOwnProvider } from "./parts/guide.ts";
import { StatusBadge } from "./parts/status-badge.tsx";
import { tokenNumber } from "./parts/token-number.ts";

let stories = 0;

/**
 * Creates a token source that all tabs of the story share. After `signOut()`, the source returns null.
 *
 * @param count called with the number of tokens that the source has created so far
 */
function createSource(count: (calls: number) => void) {
  stories += 1;
  let calls = 0;
  let isSignedIn = true;
  const source: TokenSource = {
    kind: "backend",
    key: `story ${stories}`,
    getToken: () => {
      if (!isSignedIn) return Promise.resolve(null);
      calls += 1;
      count(calls);
      return createTestToken({ userId: "ada", workspaceId: "org_acme:ada", claims: { jti: String(calls) } });
    },
  };
  return { source, signOut: () => (isSignedIn = false) };
}

function Tabs({ tabs }: { tabs: number }) {
  const [calls, setCalls] = useState(0);
  const [{ source, signOut }] = useState(() => createSource(setCalls));
  return (
    <div className="stack">
      <Card title="Token source" aside={<code data-testid="calls">{`calls: ${calls}`}</code>}>
        Each card below has its own provider and engine, like a browser tab.
      </Card>
      <div className="pair">
        {Array.from({ length: tabs }, (_, index) => index + 1).map((number) => (
          <AssistantCloudProvider key={number} baseUrl="https://proj-example.assistant-api.com" tokenSource={source}>
            <Tab number={number} onSignOut={signOut} />
          </AssistantCloudProvider>
        ))}
      </div>
    </div>
  );
}

function Tab({ number, onSignOut }: { number: number; onSignOut: () => void }) {
  const { status, token, refresh } = useWorkspaceToken({ throwOnError: false });
  const signOut = () => {
    onSignOut();
    void refresh();
  };
  return (
    <Card title={`Tab ${number}`} aside={<StatusBadge status={status} />}>
      <Facts of={{ Token: token && `number ${tokenNumber(token)}` }} />
      <button type="button" className="button" onClick={signOut}>
        Sign out
      </button>
    </Card>
  );
}

const guide: Guide = {
  use: "No setup is needed. Tabs whose token source has the same `key` share one call of the source and one sign-out. They use Web Locks and BroadcastChannel; without these, each tab works alone.",
  example: "<AssistantCloudProvider shareAcrossTabs={true} baseUrl={baseUrl} tokenSource={tokenSource}>",
  does: ["Give the token source a `key`. Tabs without a key share nothing."],
  avoids: ["Don't put a value into the `key` that differs between the tabs of a user."],
};

const meta = {
  title: "Behavior/Several tabs",
  component: Tabs,
  tags: ["autodocs"],
  parameters: { guide, assistantCloudAuth: withOwnProvider },
  args: { tabs: 2 },
  argTypes: { tabs: { control: { type: "range", min: 1, max: 4 }, description: "How many tabs are open." } },
} satisfies Meta<typeof Tabs>;

export default meta;
type Story = StoryObj<typeof meta>;

export const OneCall: Story = {
  parameters: storyParameters("Two tabs show the same token after one call of the source."),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByText("number 1")).toHaveLength(2), { timeout: 5_000 });
    await expect(canvas.getByTestId("calls")).toHaveTextContent("calls: 1");
  },
};

export const SignOut: Story = {
  parameters: storyParameters("A sign-out in one tab signs out the other."),
  play: async ({ canvas, userEvent }) => {
    await waitFor(() => expect(canvas.getAllByText("number 1")).toHaveLength(2), { timeout: 5_000 });
    const [first] = canvas.getAllByRole("button", { name: "Sign out" });
    await userEvent.click(first as HTMLElement);
    await waitFor(() => expect(canvas.getAllByText("unauthenticated")).toHaveLength(2), { timeout: 5_000 });
  },
};
