import type { Meta, StoryObj } from "@storybook/react-vite";
import { useWorkspaceToken } from "assistant-cloud-auth";
import { expect, waitFor } from "storybook/test";
import { Stage, type StageProps } from "./parts/stage.tsx";
import { gives, hangs, saysSignedOut, throws } from "./parts/steps.ts";
import { TokenCard } from "./parts/token-card.tsx";

function Reader() {
  return <TokenCard result={useWorkspaceToken({ throwOnError: false })} />;
}

const meta = {
  title: "Hooks/useWorkspaceToken",
  args: { children: <Reader /> },
  render: (args) => <Stage {...args} />,
} satisfies Meta<StageProps>;

export default meta;
type Story = StoryObj<typeof meta>;

const about = (story: string) => ({ docs: { description: { story } } });

export const Loading: Story = {
  args: { script: [hangs] },
  parameters: about("The first call of the token source is under way; so is what a server renders."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("status")).toHaveTextContent(/^loading$/);
    await expect(canvas.queryByTestId("token")).toBeNull();
  },
};

export const Authenticated: Story = {
  args: { script: [gives()] },
  parameters: about("A workspace token of five minutes is held, with four of them to go before it is renewed."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText("org_acme:ada")).toBeVisible();
    await expect(canvas.getByRole("status")).toHaveTextContent(/^authenticated$/);
    await expect(canvas.getByText("12:05:00 UTC")).toBeVisible();
    await expect(canvas.getByTestId("token")).toBeVisible();
  },
};

export const RenewedAheadOfExpiry: Story = {
  args: { live: true, script: [gives({ life: 6 })] },
  parameters: about(
    "Time runs, and a token lives six seconds: each is replaced before it expires, with nobody asking.",
  ),
  play: async ({ canvas }) => {
    const first = (await canvas.findByTestId("token")).textContent;
    await waitFor(() => expect(canvas.getByTestId("token").textContent).not.toBe(first), { timeout: 10_000 });
    await expect(canvas.getByRole("status")).toHaveTextContent(/^authenticated$/);
  },
};

export const Refreshing: Story = {
  args: { secondsLater: 250, script: [gives(), hangs] },
  parameters: about("The token has fifty seconds left, so its successor is on its way. Readers keep the old one."),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^refreshing$/), { timeout: 5_000 });
    await expect(canvas.getByTestId("token")).toBeVisible();
    await expect(canvas.getByText("12:05:00 UTC")).toBeVisible();
  },
};

export const RefreshFailingWithUsableToken: Story = {
  args: { secondsLater: 250, script: [gives(), throws] },
  parameters: about("The refresh failed while the token is still good: no outage, only `refreshError`."),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("note")).toHaveTextContent("source_failed"), { timeout: 5_000 });
    await expect(canvas.getByRole("status")).toHaveTextContent(/^authenticated$/);
    await expect(canvas.getByTestId("token")).toBeVisible();
  },
};

export const RefreshedByHand: Story = {
  args: { script: [gives()] },
  parameters: about("`refresh()` fetches another token now, though the old one is good for minutes."),
  play: async ({ canvas, userEvent }) => {
    const first = (await canvas.findByTestId("token")).textContent;
    await userEvent.click(canvas.getByRole("button", { name: "Refresh now" }));
    await waitFor(() => expect(canvas.getByTestId("token").textContent).not.toBe(first));
  },
};

export const Unauthenticated: Story = {
  args: { script: [saysSignedOut] },
  parameters: about("The token source returned null: nobody is signed in, and it is not asked again."),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^unauthenticated$/));
    await expect(canvas.queryByTestId("token")).toBeNull();
  },
};

export const ErrorReturned: Story = {
  args: { script: [throws] },
  parameters: about("No token can be had, and `throwOnError: false` keeps the error out of the boundary."),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^error$/));
    await expect(canvas.getByRole("note")).toHaveTextContent("source_failed");
  },
};

export const AuthenticatedInTheDark: Story = {
  ...Authenticated,
  globals: { theme: "dark" },
};

export const RefreshFailingInTheDark: Story = {
  ...RefreshFailingWithUsableToken,
  globals: { theme: "dark" },
};
