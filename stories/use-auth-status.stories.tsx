import type { Meta, StoryObj } from "@storybook/react-vite";
import { useAuthStatus, useWorkspaceToken } from "assistant-cloud-auth";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { Facts } from "./parts/facts.tsx";
import { Stage, type StageProps } from "./parts/stage.tsx";
import { StatusBadge } from "./parts/status-badge.tsx";
import { gives, hangs, saysSignedOut, throws } from "./parts/steps.ts";
import { useRenderCount } from "./parts/use-render-count.ts";

function Reader() {
  const { status, userId, workspaceId, error } = useAuthStatus();
  return (
    <Card title="Signed in" aside={<StatusBadge status={status} />}>
      <Facts of={{ User: userId, Workspace: workspaceId, Error: error && <code>{error.code}</code> }} />
    </Card>
  );
}

const meta = {
  title: "Hooks/useAuthStatus",
  args: { children: <Reader /> },
  render: (args) => <Stage {...args} />,
} satisfies Meta<StageProps>;

export default meta;
type Story = StoryObj<typeof meta>;

const about = (story: string) => ({ docs: { description: { story } } });

export const Loading: Story = {
  args: { script: [hangs] },
  parameters: about("The first attempt has not ended yet."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("status")).toHaveTextContent(/^loading$/);
  },
};

export const Authenticated: Story = {
  args: { script: [gives()] },
  parameters: about("Who is signed in, and in which workspace."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText("org_acme:ada")).toBeVisible();
    await expect(canvas.getByRole("status")).toHaveTextContent(/^authenticated$/);
  },
};

export const Unauthenticated: Story = {
  args: { script: [saysSignedOut] },
  parameters: about("Nobody is signed in, which is no error."),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^unauthenticated$/));
  },
};

export const ErrorReturned: Story = {
  args: { script: [throws] },
  parameters: about("The error is returned; this hook never throws one of the engine's."),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^error$/));
    await expect(canvas.getByText("source_failed")).toBeVisible();
  },
};

function StatusCounter() {
  useAuthStatus();
  const count = useRenderCount();
  return (
    <Card title="useAuthStatus">
      <p className="count" data-testid="status renders" ref={count as React.RefObject<HTMLParagraphElement>} />
      <p className="aside">renders</p>
    </Card>
  );
}

function TokenCounter() {
  const { refresh } = useWorkspaceToken();
  const count = useRenderCount();
  return (
    <Card title="useWorkspaceToken">
      <p className="count" data-testid="token renders" ref={count as React.RefObject<HTMLParagraphElement>} />
      <p className="aside">renders</p>
      <button type="button" className="button" onClick={() => void refresh()}>
        Refresh now
      </button>
    </Card>
  );
}

export const QuietAtARefresh: Story = {
  args: {
    script: [gives()],
    children: (
      <div className="pair">
        <StatusCounter />
        <TokenCounter />
      </div>
    ),
  },
  parameters: about("A refresh renders the reader of the token once more, and the reader of the status not at all."),
  play: async ({ canvas, userEvent }) => {
    await waitFor(() => expect(canvas.getByTestId("token renders")).toHaveTextContent(/^2$/));
    const before = Number(canvas.getByTestId("status renders").textContent);
    await userEvent.click(canvas.getByRole("button", { name: "Refresh now" }));
    await waitFor(() => expect(canvas.getByTestId("token renders")).toHaveTextContent(/^3$/));
    await expect(canvas.getByTestId("status renders")).toHaveTextContent(String(before));
  },
};
