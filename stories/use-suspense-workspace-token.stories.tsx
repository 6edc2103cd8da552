import type { Meta, StoryObj } from "@storybook/react-vite";
import { useSuspenseWorkspaceToken } from "assistant-cloud-auth";
import { Suspense } from "react";
import { expect } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { type Guide, storyParameters, withOwnProvider } from "./parts/guide.ts";
import { ScriptedProvider } from "./parts/scripted-provider.tsx";
import { hangs, returnsToken } from "./parts/steps.ts";
import { TokenCard } from "./parts/token-card.tsx";

function Reader() {
  return <TokenCard result={useSuspenseWorkspaceToken()} />;
}

function Page() {
  return (
    <Suspense fallback={<Card title="Suspense">Waiting for the first token …</Card>}>
      <Reader />
    </Suspense>
  );
}

const guide: Guide = {
  use: "Below a `<Suspense>` boundary that already shows a loading state. The component renders only with a settled state, so it needs no branch for `loading`.",
  example: "const { status, workspaceId } = useSuspenseWorkspaceToken();",
  does: [
    "Place `<Suspense>` and `<AuthErrorBoundary>` above the component.",
    "Handle `unauthenticated`: the hook doesn't suspend when no user is signed in.",
  ],
  avoids: ["Don't use it in the component that renders the `<Suspense>` boundary. Place it below."],
};

const meta = {
  title: "Hooks/useSuspenseWorkspaceToken",
  component: Page,
  tags: ["autodocs"],
  parameters: { guide },
} satisfies Meta<typeof Page>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Authenticated: Story = {
  parameters: storyParameters("The component renders with its token."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByTestId("token")).toBeVisible();
    await expect(canvas.queryByText("Waiting for the first token …")).toBeNull();
  },
};

export const Suspended: Story = {
  parameters: storyParameters("The fallback of the nearest `<Suspense>` is shown until the first token arrives.", {
    state: "loading",
  }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText("Waiting for the first token …")).toBeVisible();
    await expect(canvas.queryByTestId("token")).toBeNull();
  },
};

export const RefreshDoesNotSuspend: Story = {
  parameters: storyParameters("During a refresh the component stays.", withOwnProvider),
  render: () => (
    <ScriptedProvider script={[returnsToken(), hangs]}>
      <Page />
    </ScriptedProvider>
  ),
  play: async ({ canvas, userEvent }) => {
    await canvas.findByTestId("token");
    await userEvent.click(canvas.getByRole("button", { name: "Refresh now" }));
    await expect(await canvas.findByText("refreshing")).toBeVisible();
    await expect(canvas.getByTestId("token")).toBeVisible();
  },
};

export const Failed: Story = {
  parameters: storyParameters("A failure reaches the `<AuthErrorBoundary>` above.", { state: "error:network" }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("alert")).toHaveTextContent("The assistant cannot be reached.");
  },
};
