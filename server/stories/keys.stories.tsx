import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { KeysPage } from "../dashboard/keys/keys-page.tsx";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { created, keys } from "./key-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const list = {
  "GET keys": respondsWith({ keys, next: null }),
  "GET status": respondsWith({ issuer: "https://auth.example" }),
};
const withDescription = (story: string) => ({ docs: { description: { story } } });
/** A timeout long enough for two retries on a busy machine. */
const longTimeout = { timeout: 20_000 };

const meta = {
  title: "Dashboard/KeysPage",
  component: KeysPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof KeysPage>;

export default meta;
type Story = StoryObj<typeof meta>;

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));

export const Loading: Story = {
  beforeEach: answerAdmin({ "GET keys": neverResponds }),
  parameters: withDescription("While the keys load."),
  play: async ({ canvas }) => {
    await canvas.findByText("Loading API keys…");
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({ "GET keys": respondsWith({ keys: [], next: null }) }),
  parameters: withDescription("No keys yet, with advice on how many to create."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No API keys yet" });
  },
};

export const List: Story = {
  beforeEach: answerAdmin(list),
  parameters: withDescription(
    "A key in each state. Only active keys can be revoked, and only those not yet rotated can be rotated.",
  ),
  play: async ({ canvas }) => {
    await canvas.findByText("rotated");
    await expect(canvas.getAllByRole("button", { name: /^Rotate / })).toHaveLength(1);
    await expect(canvas.getAllByRole("button", { name: /^Revoke / })).toHaveLength(2);
  },
};

export const ServerError: Story = {
  beforeEach: answerAdmin({ "GET keys": respondsWith({ error: "The database does not answer" }, 503) }),
  parameters: withDescription("The authority cannot read its database."),
  play: async ({ canvas }) => {
    await canvas.findByText("The database does not answer", {}, longTimeout);
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeVisible();
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ "GET keys": failsToConnect }),
  parameters: withDescription("The authority is unreachable."),
  play: async ({ canvas }) => {
    await canvas.findByText(/Could not reach the authority\. Check that it is running/, {}, longTimeout);
  },
};

export const Create: Story = {
  beforeEach: answerAdmin({
    ...list,
    "POST keys": respondsWith(
      {
        error: "Some fields are invalid",
        fields: { name: "Enter a name for the API key, such as the app that uses it" },
      },
      400,
    ),
  }),
  parameters: withDescription("The error appears next to its field."),
  play: async () => {
    await press("Create API key");
    await userEvent.click(await screen.findByRole("button", { name: "Create API key" }));
    await expect(await screen.findByLabelText("Name")).toHaveAccessibleDescription(/Enter a name for the API key/);
  },
};

export const CreateOffline: Story = {
  beforeEach: answerAdmin({ ...list, "POST keys": failsToConnect }),
  parameters: withDescription("The authority is unreachable: the dialog stays open and keeps its values."),
  play: async () => {
    await press("Create API key");
    await userEvent.type(await screen.findByLabelText("Name"), "preview");
    await userEvent.keyboard("{Enter}");
    await screen.findByText(/Could not reach the authority/);
    await expect(screen.getByLabelText("Name")).toHaveValue("preview");
  },
};

export const ShownOnce: Story = {
  beforeEach: answerAdmin({ ...list, "POST keys": respondsWith(created, 201) }),
  parameters: withDescription("The new key, this once, and the code of the backend."),
  play: async () => {
    await press("Create API key");
    await userEvent.type(await screen.findByLabelText("Name"), "production backend{Enter}");
    await screen.findByText(created.key);
    await userEvent.keyboard("{Escape}");
    await expect(screen.getByText(created.key)).toBeVisible();
    await expect(screen.getByText(/createTokenHandler\(/)).toHaveTextContent("https://auth.example");
  },
};

export const Rotate: Story = {
  beforeEach: answerAdmin(list),
  parameters: withDescription("Asks how long the old key stays valid."),
  play: async () => {
    await press("Rotate production backend");
    const field = await screen.findByLabelText("Overlap (hours)");
    await userEvent.clear(field);
    await userEvent.type(field, "soon{Enter}");
    await expect(field).toHaveAccessibleDescription(/Must be a number/);
  },
};

export const Revoke: Story = {
  beforeEach: answerAdmin({ ...list, "POST keys/key_0example1/revoke": failsToConnect }),
  parameters: withDescription("Asks for confirmation, with Cancel focused; here the request fails."),
  play: async () => {
    await press("Revoke production backend");
    await expect(await screen.findByRole("button", { name: "Cancel" })).toHaveFocus();
    await press("Revoke key");
    await screen.findByText(/Could not reach the authority/);
  },
};
