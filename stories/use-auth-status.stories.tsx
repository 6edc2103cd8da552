import type { Meta, StoryObj } from "@storybook/react-vite";
import { useAuthStatus, useWorkspaceToken } from "assistant-cloud-auth";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { Facts } from "./parts/facts.tsx";
import { type Guide, storyParameters } from "./parts/guide.ts";
import { StatusBadge } from "./parts/status-badge.tsx";
import { useRenderCount } from "./parts/use-render-count.ts";

function Reader() {
  const { status, userId, workspaceId, error } = useAuthStatus();
  return (
    <Card title="Signed in" aside={<StatusBadge status={status} />}>
      <Facts of={{ User: userId, Workspace: workspaceId, Error: error && <code>{error.code}</code> }} />
    </Card>
  );
}

const guide: Guide = {
  use: "In a component that shows the signed-in user, or chooses what to render by status. A refresh of the token doesn't rerender it.",
  example: "const { status, userId, workspaceId, error } = useAuthStatus();",
  names: {
    title: "Result",
    rows: {
      status: "`loading`, `authenticated`, `unauthenticated` or `error`",
      "userId, workspaceId": "claims of the token; null without one",
      error: "why there is no token; the hook never throws it",
    },
  },
  does: ["Use it for headers, menus and routes.", "Throw `error` to show it in the nearest `<AuthErrorBoundary>`."],
  avoids: ["Don't call `useWorkspaceToken()` where the token itself isn't needed."],
};

const meta = {
  title: "Hooks/useAuthStatus",
  component: Reader,
  tags: ["autodocs"],
  parameters: { guide },
} satisfies Meta<typeof Reader>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Authenticated: Story = {
  parameters: storyParameters("The user and the workspace of the token."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText("org_acme:ada")).toBeVisible();
    await expect(canvas.getByRole("status")).toHaveTextContent(/^authenticated$/);
  },
};

export const Loading: Story = {
  parameters: storyParameters("The first call of the token source is in flight.", { state: "loading" }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("status")).toHaveTextContent(/^loading$/);
  },
};

export const Unauthenticated: Story = {
  parameters: storyParameters("No user is signed in. This is not an error.", { state: "unauthenticated" }),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^unauthenticated$/));
  },
};

export const ErrorReturned: Story = {
  parameters: storyParameters("The hook returns the error of the engine.", { state: "error:source_failed" }),
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
  parameters: storyParameters(
    "A refresh rerenders the component that reads the token once, and the one that reads the status never.",
  ),
  render: () => (
    <div className="pair">
      <StatusCounter />
      <TokenCounter />
    </div>
  ),
  play: async ({ canvas, userEvent }) => {
    const renders = (of: string) => Number(canvas.getByTestId(`${of} renders`).textContent);
    await waitFor(() => expect(renders("token")).toBeGreaterThan(1));
    const [status, token] = [renders("status"), renders("token")];
    await userEvent.click(canvas.getByRole("button", { name: "Refresh now" }));
    await waitFor(() => expect(renders("token")).toBe(token + 1));
    await expect(renders("status")).toBe(status);
  },
};
