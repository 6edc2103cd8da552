import type { Meta, StoryObj } from "@storybook/react-vite";
import { type UseWorkspaceTokenOptions, useWorkspaceToken } from "assistant-cloud-auth";
import { expect, waitFor } from "storybook/test";
import { type Guide, onPhone, storyParameters, withOwnProvider } from "./parts/guide.ts";
import { ScriptedProvider } from "./parts/scripted-provider.tsx";
import { returnsToken } from "./parts/steps.ts";
import { TokenCard } from "./parts/token-card.tsx";

function Reader(options: UseWorkspaceTokenOptions) {
  return <TokenCard result={useWorkspaceToken(options)} />;
}

const guide: Guide = {
  use: "In a component that sends the token itself, or shows the workspace or the time that is left. It rerenders at each refresh.",
  example: "const { status, token, workspaceId, expiresAt } = useWorkspaceToken();",
  names: {
    title: "Result",
    rows: {
      status: "`loading`, `authenticated`, `unauthenticated` or `error`; the other properties depend on it",
      token: "the workspace token; null without one",
      "userId, workspaceId": "claims of the token",
      expiresAt: "a `Date` on this machine's clock",
      isRefreshing: "a call of the token source is in flight while the token is usable",
      refreshError: "why the last refresh failed, while the token is usable",
      error: "why there is no token; returned only with `throwOnError: false`",
      "refresh()": "fetches another token now",
    },
  },
  does: [
    "Switch on `status`. TypeScript then knows that `token` is a string.",
    "Surround the component with `<AuthErrorBoundary>`: without a usable token the hook throws.",
  ],
  avoids: [
    "Don't keep `token` in a variable or in storage. It expires within five minutes; read it where you send it.",
    "Don't use it to show the user's name. `useAuthStatus()` doesn't rerender at a refresh.",
    "Don't set a timer for `refresh()`. The engine refreshes the token a minute before it expires.",
  ],
};

const meta = {
  title: "Hooks/useWorkspaceToken",
  component: Reader,
  tags: ["autodocs"],
  parameters: { guide },
  args: { throwOnError: false },
  argTypes: {
    throwOnError: {
      control: "boolean",
      description: "Throws to the nearest error boundary when there is no usable token.",
      table: { type: { summary: "boolean" }, defaultValue: { summary: "true" } },
    },
  },
} satisfies Meta<typeof Reader>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Authenticated: Story = {
  parameters: storyParameters("The token lives five minutes. The engine replaces it after four."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText("org_acme:ada")).toBeVisible();
    await expect(canvas.getByRole("status")).toHaveTextContent(/^authenticated$/);
    await expect(canvas.getByText("12:05:00 UTC")).toBeVisible();
    await expect(canvas.getByTestId("token")).toBeVisible();
  },
};

export const Loading: Story = {
  parameters: storyParameters("The first call of the token source is in flight. A server renders this state, too.", {
    state: "loading",
  }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("status")).toHaveTextContent(/^loading$/);
    await expect(canvas.queryByTestId("token")).toBeNull();
  },
};

export const Refreshing: Story = {
  parameters: storyParameters(
    "The token has a minute left, so the engine fetches the next one. Readers keep the old one.",
    {
      state: "refreshing",
    },
  ),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^refreshing$/), { timeout: 5_000 });
    await expect(canvas.getByText("12:01:00 UTC")).toBeVisible();
  },
};

export const RefreshFailing: Story = {
  parameters: storyParameters(
    "The refresh failed while the token is usable. This is not an outage: `refreshError` reports it.",
    {
      state: "refresh-failing",
    },
  ),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("note")).toHaveTextContent("source_failed"), { timeout: 5_000 });
    await expect(canvas.getByRole("status")).toHaveTextContent(/^authenticated$/);
    await expect(canvas.getByTestId("token")).toBeVisible();
  },
};

export const Offline: Story = {
  parameters: storyParameters(
    "The browser is offline, and the token is usable. The engine continues once it is online.",
    {
      state: "offline",
    },
  ),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("note")).toHaveTextContent("offline"), { timeout: 5_000 });
    await expect(canvas.getByTestId("token")).toBeVisible();
  },
};

export const Expired: Story = {
  parameters: storyParameters("Every refresh failed until the token expired.", { state: "expired" }),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("note")).toHaveTextContent("expired_token"), { timeout: 5_000 });
    await expect(canvas.queryByTestId("token")).toBeNull();
  },
};

export const Unauthenticated: Story = {
  parameters: storyParameters("The token source returned null: no user is signed in.", { state: "unauthenticated" }),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^unauthenticated$/));
    await expect(canvas.queryByTestId("token")).toBeNull();
  },
};

export const ErrorReturned: Story = {
  parameters: storyParameters("There is no token, and `throwOnError: false` returns the error.", {
    state: "error:source_failed",
  }),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("status")).toHaveTextContent(/^error$/));
    await expect(canvas.getByRole("note")).toHaveTextContent("source_failed");
  },
};

export const RefreshedByHand: Story = {
  parameters: storyParameters("`refresh()` fetches another token, although the old one is usable for minutes."),
  play: async ({ canvas, userEvent }) => {
    const first = (await canvas.findByTestId("token")).textContent;
    await userEvent.click(canvas.getByRole("button", { name: "Refresh now" }));
    await waitFor(() => expect(canvas.getByTestId("token").textContent).not.toBe(first));
  },
};

export const RefreshedAheadOfExpiry: Story = {
  parameters: storyParameters(
    "Time passes, and a token lives six seconds. Each is replaced before it expires.",
    withOwnProvider,
  ),
  render: (args) => (
    <ScriptedProvider live script={[returnsToken(6)]}>
      <Reader {...args} />
    </ScriptedProvider>
  ),
  play: async ({ canvas }) => {
    const first = (await canvas.findByTestId("token", {}, { timeout: 10_000 })).textContent;
    await waitFor(() => expect(canvas.getByTestId("token").textContent).not.toBe(first), { timeout: 10_000 });
    await expect(canvas.getByRole("status")).toHaveTextContent(/^authenticated$/);
  },
};

export const OnAPhoneInTheDark: Story = {
  ...RefreshFailing,
  parameters: storyParameters("A refresh that failed, on a screen 360 px wide.", { state: "refresh-failing" }),
  globals: { ...onPhone, theme: "dark" },
  play: async (context) => {
    await RefreshFailing.play?.(context);
    await expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
  },
};
