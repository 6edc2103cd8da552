import type { Meta, StoryObj } from "@storybook/react-vite";
import { Unauthenticated } from "assistant-cloud-auth";
import { expect, waitFor } from "storybook/test";
import { type Guide, storyParameters } from "./parts/guide.ts";

const guide: Guide = {
  use: "Around the way to sign in. It renders its children when the token source reports that no user is signed in.",
  example: "<Unauthenticated>\n  <SignInButton />\n</Unauthenticated>",
  does: [
    "Place all three gates side by side: each state opens at most one.",
    "Place an `<AuthErrorBoundary>` above components that need a token. An error opens no gate.",
  ],
  avoids: ["Don't protect data with it. A gate hides components; the server checks the token."],
};

const meta = {
  title: "Components/<Unauthenticated>",
  component: Unauthenticated,
  tags: ["autodocs"],
  parameters: { guide },
  args: { children: "Sign in to see your threads" },
  argTypes: { children: { control: "text", description: "What the gate renders in its state." } },
} satisfies Meta<typeof Unauthenticated>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Open: Story = {
  parameters: storyParameters("The token source returned null.", { state: "unauthenticated" }),
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
