import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { SigningKeysPage } from "../dashboard/signing-keys/signing-keys-page.tsx";
import type { SigningKeyJson } from "../src/admin/admin-api.ts";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const active: SigningKeyJson = {
  kid: "gf0zVYvZQ1mBbmXdUSF3fQ0pQ7m9nB8qkqkH2w1s5tE",
  algorithm: "ES256",
  state: "active",
  createdAt: "2026-01-12T09:30:00.000Z",
  activatedAt: "2026-01-12T10:30:00.000Z",
  retiredAt: null,
  removedAt: null,
};
const keys: SigningKeyJson[] = [
  {
    ...active,
    kid: "5d3fJm0R9sSgYVb2dWwCqkqjzY8o2v4n1xTtP6aLQeM",
    state: "next",
    activatedAt: "2026-02-12T10:30:00.000Z",
  },
  active,
  {
    ...active,
    kid: "Qk1pV0w7n3cYbS5hTtXr2mLzA9eJ8fGdUo4iKqWyRsM",
    state: "retired",
    retiredAt: "2026-01-12T10:30:00.000Z",
    removedAt: "2026-01-12T11:30:00.000Z",
  },
];
const list = { "GET signing-keys": respondsWith({ keys }) };
const withDescription = (story: string) => ({ docs: { description: { story } } });
/** A timeout long enough for two retries on a busy machine. */
const longTimeout = { timeout: 20_000 };

const meta = {
  title: "Dashboard/SigningKeysPage",
  component: SigningKeysPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof SigningKeysPage>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Loading: Story = {
  beforeEach: answerAdmin({ "GET signing-keys": neverResponds }),
  parameters: withDescription("While the keys load."),
  play: async ({ canvas }) => {
    await canvas.findByText("Loading signing keys…");
  },
};

export const List: Story = {
  beforeEach: answerAdmin(list),
  parameters: withDescription("A next key, the active key and a retired key."),
  play: async ({ canvas }) => {
    await canvas.findByText("published, signs later");
    await expect(canvas.getByText("signs now")).toBeVisible();
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ "GET signing-keys": failsToConnect }),
  parameters: withDescription("The authority is unreachable."),
  play: async ({ canvas }) => {
    await canvas.findByText(/Could not reach the authority\. Check that it is running/, {}, longTimeout);
  },
};

export const ServerError: Story = {
  beforeEach: answerAdmin({ "GET signing-keys": respondsWith({ error: "The database does not answer" }, 503) }),
  parameters: withDescription("The authority cannot read its database."),
  play: async ({ canvas }) => {
    await canvas.findByText("The database does not answer", {}, longTimeout);
  },
};

export const Rotate: Story = {
  beforeEach: answerAdmin({ ...list, "POST signing-keys/rotate": respondsWith(keys[0], 201) }),
  parameters: withDescription("Explains the rotation and asks for confirmation."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Rotate now" }));
    await expect(await screen.findByRole("button", { name: "Cancel" })).toHaveFocus();
  },
};

export const Revoke: Story = {
  beforeEach: answerAdmin(list),
  parameters: withDescription("Revoking a key invalidates its tokens, so it requires a confirmation."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Revoke gf0zVYvZQ1mB" }));
    await expect(await screen.findByRole("heading", { name: /gf0zVYvZQ1mB/ })).toBeVisible();
  },
};
