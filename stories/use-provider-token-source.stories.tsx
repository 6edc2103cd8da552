import type { Meta, StoryObj } from "@storybook/react-vite";
import { AssistantCloudProvider, useAuthStatus, useProviderTokenSource } from "assistant-cloud-auth";
import { createTestToken } from "assistant-cloud-auth/testing";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { Facts } from "./parts/facts.tsx";
import { type Guide, storyParameters, withOwnProvider } from "./parts/guide.ts";
import { StatusBadge } from "./parts/status-badge.tsx";

interface AppProps {
  isLoading: boolean;
  /** The user's id; empty when no user is signed in. */
  userId: string;
  organizationId: string;
}

/** Creates a `fetch` that simulates a self-hosted cloud. The cloud exchanges an ID token for a workspace token. */
function exchange(userId: string, organizationId: string): typeof fetch {
  return async () =>
    Response.json({ token: await createTestToken({ userId, workspaceId: `${organizationId}:${userId}` }) });
}

function App({ isLoading, userId, organizationId }: AppProps) {
  const tokenSource = useProviderTokenSource({
    isLoading,
    identity: userId === "" ? null : [userId, organizationId],
    getToken: () => createTestToken({ userId }),
  });
  return (
    <AssistantCloudProvider
      baseUrl="https://cloud.example.com"
      tokenSource={tokenSource}
      fetch={exchange(userId, organizationId)}
      shareAcrossTabs={false}
    >
      <Reader />
    </AssistantCloudProvider>
  );
}

function Reader() {
  const { status, userId, workspaceId } = useAuthStatus();
  return (
    <Card title="Signed in" aside={<StatusBadge status={status} />}>
      <Facts of={{ User: userId, Workspace: workspaceId }} />
    </Card>
  );
}

const guide: Guide = {
  use: "For an auth provider without its own integration. It turns the state of the provider's SDK into a token source.",
  example:
    "const tokenSource = useProviderTokenSource({\n  isLoading: !sdk.isReady,\n  identity: sdk.user && [sdk.user.id, sdk.organization?.id],\n  getToken: ({ forceRefresh }) => sdk.getIdToken({ forceRefresh }),\n});",
  does: [
    "Set `isLoading` until the SDK knows whether a user is signed in.",
    "List everything in `identity` that decides the workspace: user and organization.",
  ],
  avoids: [
    "Don't return a cached token when `forceRefresh` is true.",
    "Don't return null to sign out. Set `identity` to null.",
  ],
};

const meta = {
  title: "Hooks/useProviderTokenSource",
  component: App,
  tags: ["autodocs"],
  parameters: { guide, assistantCloudAuth: withOwnProvider },
  args: { isLoading: false, userId: "ada", organizationId: "org_acme" },
  argTypes: {
    isLoading: { control: "boolean", description: "The SDK doesn't know yet whether a user is signed in." },
    userId: { control: "text", description: "The user's id; empty when no user is signed in." },
    organizationId: { control: "text", description: "The user's current organization." },
  },
} satisfies Meta<typeof App>;

export default meta;
type Story = StoryObj<typeof meta>;

export const SignedIn: Story = {
  parameters: storyParameters(
    "The ID token is exchanged for a workspace token. Change the user or organization to switch.",
  ),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText("org_acme:ada")).toBeVisible();
  },
};

export const Loading: Story = {
  args: { isLoading: true },
  parameters: storyParameters("While the SDK loads, the status is `loading`, not `unauthenticated`."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("status")).toHaveTextContent(/^loading$/);
  },
};

export const SignedOut: Story = {
  args: { userId: "" },
  parameters: storyParameters("`identity` is null."),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^unauthenticated$/));
  },
};
