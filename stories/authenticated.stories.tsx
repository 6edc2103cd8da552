import type { Meta, StoryObj } from "@storybook/react-vite";
import { Authenticated } from "assistant-cloud-auth";
import { expect, waitFor } from "storybook/test";
import { type Guide, storyParameters } from "./parts/guide.ts";

const guide: Guide = {
  use: "Around what a signed-in user sees. It renders its children while a usable token exists, also during a refresh.",
  example: "<Authenticated>\n  <ThreadList />\n</Authenticated>",
  does: [
    "Place all three gates side by side: each state opens at most one.",
    "Place an `<AuthErrorBoundary>` above components that need a token. An error opens no gate.",
  ],
  avoids: ["Don't protect data with it. A gate hides components; the server checks the token."],
};

const meta = {
  title: "Components/<Authenticated>",
  component: Authenticated,
  tags: ["autodocs"],
  parameters: { guide },
  args: { children: "Your threads" },
  argTypes: { children: { control: "text", description: "What the gate renders in its state." } },
} satisfies Meta<typeof Authenticated>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Open: Story = {
  parameters: storyParameters("There is a usable token.", { state: "authenticated" }),
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
