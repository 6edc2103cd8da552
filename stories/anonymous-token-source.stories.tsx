import type { Meta, StoryObj } from "@storybook/react-vite";
import { AssistantCloudProvider, AuthErrorBoundary, anonymousTokenSource, useAuthStatus } from "assistant-cloud-auth";
import { createTestToken } from "assistant-cloud-auth/testing";
import { useState } from "react";
import { expect } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { Facts } from "./parts/facts.tsx";
import { type Guide, storyParameters, withOwnProvider } from "./parts/guide.ts";
import { StatusBadge } from "./parts/status-badge.tsx";

interface PageProps {
  /** Whether the cloud accepts anonymous visitors. */
  isAllowed: boolean;
  /** Whether the browser's storage contains the refresh token of an earlier visit. */
  hasVisited: boolean;
}

const BASE_URL = "https://proj-example.assistant-api.com";

/**
 * Creates a `fetch` that simulates the cloud. A refresh request gets a token of a returning visitor, and any other
 * request gets a token of a new visitor. If `isAllowed` is false, all requests get a 403.
 */
function cloud(isAllowed: boolean): typeof fetch {
  return async (input) => {
    if (!isAllowed) return Response.json({ error: "Anonymous visitors are not allowed" }, { status: 403 });
    const isReturning = String(input).endsWith("/refresh");
    const userId = isReturning ? "visitor_returning" : "visitor_new";
    const refreshToken = { token: "refresh_0example", expires_at: "2030-01-01T00:00:00.000Z" };
    return Response.json({ access_token: await createTestToken({ userId }), refresh_token: refreshToken });
  };
}

/**
 * Creates a storage in memory, in place of `localStorage`. If `hasVisited` is true, the storage contains a refresh
 * token.
 */
function createStorage(hasVisited: boolean) {
  const entries = new Map<string, string>();
  if (hasVisited) {
    const refreshToken = { token: "refresh_0example", expires_at: "2030-01-01T00:00:00.000Z" };
    entries.set(`aui:refresh_token:${BASE_URL}`, JSON.stringify(refreshToken));
  }
  return {
    getItem: (name: string) => entries.get(name) ?? null,
    setItem: (name: string, value: string) => void entries.set(name, value),
    removeItem: (name: string) => void entries.delete(name),
  };
}

function Page({ isAllowed, hasVisited }: PageProps) {
  const [storage] = useState(() => createStorage(hasVisited));
  return (
    <AssistantCloudProvider
      baseUrl={BASE_URL}
      tokenSource={anonymousTokenSource({ storage })}
      fetch={cloud(isAllowed)}
      shareAcrossTabs={false}
    >
      <AuthErrorBoundary>
        <Visitor />
      </AuthErrorBoundary>
    </AssistantCloudProvider>
  );
}

function Visitor() {
  const { status, userId, workspaceId, error } = useAuthStatus();
  if (error !== null) throw error;
  return (
    <Card title="Visitor" aside={<StatusBadge status={status} />}>
      <Facts of={{ User: userId, Workspace: workspaceId }} />
    </Card>
  );
}

const guide: Guide = {
  use: "For visitors who are not signed in. The cloud assigns an identity to each browser, and its refresh token stays in `localStorage`.",
  example: "<AssistantCloudProvider baseUrl={baseUrl} tokenSource={anonymousTokenSource()}>",
  does: [
    "Enable anonymous visitors in the project.",
    "Replace the source after a sign-in. The provider then drops the visitor's token.",
  ],
  avoids: [
    "Don't clear `localStorage` at a sign-out, or visitors lose their threads.",
    "Don't use it next to a signed-in user. One provider has one token source.",
  ],
};

const meta = {
  title: "Token sources/anonymousTokenSource",
  component: Page,
  tags: ["autodocs"],
  parameters: { guide, assistantCloudAuth: withOwnProvider },
  args: { isAllowed: true, hasVisited: false },
  argTypes: {
    isAllowed: { control: "boolean", description: "Whether the project accepts anonymous visitors." },
    hasVisited: {
      control: "boolean",
      description: "Whether the browser keeps a refresh token. Read at the first render.",
    },
  },
} satisfies Meta<typeof Page>;

export default meta;
type Story = StoryObj<typeof meta>;

export const FirstVisit: Story = {
  parameters: storyParameters("The cloud creates a visitor."),
  play: async ({ canvas }) => {
    await expect((await canvas.findAllByText("visitor_new"))[0]).toBeVisible();
  },
};

export const ReturningVisitor: Story = {
  args: { hasVisited: true },
  parameters: storyParameters("The refresh token of the earlier visit returns the same visitor."),
  play: async ({ canvas }) => {
    await expect((await canvas.findAllByText("visitor_returning"))[0]).toBeVisible();
  },
};

export const NotAllowed: Story = {
  args: { isAllowed: false },
  parameters: storyParameters("The project accepts no anonymous visitors."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("alert")).toHaveTextContent("no access to the assistant");
  },
};
