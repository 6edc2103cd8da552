import type { Meta, StoryObj } from "@storybook/react-vite";
import { AuthErrorBoundary, useSuspenseWorkspaceToken } from "assistant-cloud-auth";
import { Suspense } from "react";
import { expect } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { ErrorPanel } from "./parts/error-panel.tsx";
import { Stage, type StageProps } from "./parts/stage.tsx";
import { gives, hangs, throws } from "./parts/steps.ts";
import { TokenCard } from "./parts/token-card.tsx";

function Reader() {
  return <TokenCard result={useSuspenseWorkspaceToken()} />;
}

const meta = {
  title: "Hooks/useSuspenseWorkspaceToken",
  args: {
    children: (
      <AuthErrorBoundary fallback={ErrorPanel}>
        <Suspense fallback={<Card title="Suspense">Waiting for the first token …</Card>}>
          <Reader />
        </Suspense>
      </AuthErrorBoundary>
    ),
  },
  render: (args) => <Stage {...args} />,
} satisfies Meta<StageProps>;

export default meta;
type Story = StoryObj<typeof meta>;

const about = (story: string) => ({ docs: { description: { story } } });

export const Suspended: Story = {
  args: { script: [hangs] },
  parameters: about("The fallback of the nearest `<Suspense>` is shown until the first token is there."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText("Waiting for the first token …")).toBeVisible();
    await expect(canvas.queryByTestId("token")).toBeNull();
  },
};

export const Ready: Story = {
  args: { script: [gives()] },
  parameters: about("The component renders with its token in hand."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByTestId("token")).toBeVisible();
    await expect(canvas.queryByText("Waiting for the first token …")).toBeNull();
  },
};

export const RefreshDoesNotSuspend: Story = {
  args: { script: [gives(), hangs] },
  parameters: about("A refresh leaves the component where it is."),
  play: async ({ canvas, userEvent }) => {
    await canvas.findByTestId("token");
    await userEvent.click(canvas.getByRole("button", { name: "Refresh now" }));
    await expect(await canvas.findByText("refreshing")).toBeVisible();
    await expect(canvas.getByTestId("token")).toBeVisible();
  },
};

export const Failed: Story = {
  args: { script: [throws] },
  parameters: about("A failure goes to the boundary above."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("alert")).toHaveTextContent("source_failed");
  },
};
