import type { Meta, StoryObj } from "@storybook/react-vite";
import { AuthLoading } from "assistant-cloud-auth";
import { expect, waitFor } from "storybook/test";
import { type Guide, storyParameters } from "./parts/guide.ts";

const guide: Guide = {
  use: "Around a placeholder for the first moments. It renders its children until the first attempt to get a token ends.",
  example: "<AuthLoading>\n  <Spinner />\n</AuthLoading>",
  does: [
    "Place all three gates side by side: each state opens at most one.",
    "Place an `<AuthErrorBoundary>` above components that need a token. An error opens no gate.",
  ],
  avoids: ["Don't protect data with it. A gate hides components; the server checks the token."],
};

const meta = {
  title: "Components/<AuthLoading>",
  component: AuthLoading,
  tags: ["autodocs"],
  parameters: { guide },
  args: { children: "One moment …" },
  argTypes: { children: { control: "text", description: "What the gate renders in its state." } },
} satisfies Meta<typeof AuthLoading>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Open: Story = {
  parameters: storyParameters("The first call of the token source is in flight.", { state: "loading" }),
  play: async ({ canvas, args }) => {
    await expect(await canvas.findByText(String(args.children))).toBeVisible();
  },
};

export const Closed: Story = {
  parameters: storyParameters("An error opens no gate. `<AuthErrorBoundary>` shows it.", { state: "error:network" }),
  play: async ({ canvas, args }) => {
    await waitFor(() => expect(canvas.queryByText(String(args.children))).toBeNull());
  },
};
