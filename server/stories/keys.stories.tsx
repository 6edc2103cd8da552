import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { KeysPage } from "../dashboard/keys/keys-page.tsx";
import { answerAdmin, gives, hangs, isGone } from "./admin-answers.ts";
import { created, keys } from "./key-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const list = { "GET keys": gives({ keys, next: null }), "GET status": gives({ issuer: "https://auth.example" }) };
const told = (story: string) => ({ docs: { description: { story } } });
/** Outlasts the pauses between tries. */
const patiently = { timeout: 20_000 };

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
  beforeEach: answerAdmin({ "GET keys": hangs }),
  parameters: told("Until the keys are there."),
  play: async ({ canvas }) => {
    await canvas.findByText("Reading API keys …");
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({ "GET keys": gives({ keys: [], next: null }) }),
  parameters: told("No key yet, and why there might be several."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No API key yet" });
  },
};

export const List: Story = {
  beforeEach: answerAdmin(list),
  parameters: told("A key in each state; only those in force can be rotated or revoked, and only once rotated."),
  play: async ({ canvas }) => {
    await canvas.findByText("rotated");
    await expect(canvas.getAllByRole("button", { name: /^Rotate / })).toHaveLength(1);
    await expect(canvas.getAllByRole("button", { name: /^Revoke / })).toHaveLength(2);
  },
};

export const ServerError: Story = {
  beforeEach: answerAdmin({ "GET keys": gives({ error: "The database does not answer" }, 503) }),
  parameters: told("The authority cannot read its database."),
  play: async ({ canvas }) => {
    await canvas.findByText("The database does not answer", {}, patiently);
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeVisible();
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ "GET keys": isGone }),
  parameters: told("The authority cannot be reached."),
  play: async ({ canvas }) => {
    await canvas.findByText(/could not be reached\. Check that it runs/, {}, patiently);
  },
};

export const Create: Story = {
  beforeEach: answerAdmin({
    ...list,
    "POST keys": gives(
      { error: "Some fields are not right", fields: { name: "Name the key after where it is used" } },
      400,
    ),
  }),
  parameters: told("What is wrong stands beside its field."),
  play: async () => {
    await press("Create key");
    await userEvent.click(await screen.findByRole("button", { name: "Create key" }));
    await expect(await screen.findByLabelText("Name")).toHaveAccessibleDescription(/Name the key after where/);
  },
};

export const CreateOffline: Story = {
  beforeEach: answerAdmin({ ...list, "POST keys": isGone }),
  parameters: told("Nobody there: the dialog stays, with what was typed."),
  play: async () => {
    await press("Create key");
    await userEvent.type(await screen.findByLabelText("Name"), "preview");
    await userEvent.keyboard("{Enter}");
    await screen.findByText(/could not be reached/);
    await expect(screen.getByLabelText("Name")).toHaveValue("preview");
  },
};

export const ShownOnce: Story = {
  beforeEach: answerAdmin({ ...list, "POST keys": gives(created, 201) }),
  parameters: told("The new key, this once, and the code of the backend."),
  play: async () => {
    await press("Create key");
    await userEvent.type(await screen.findByLabelText("Name"), "production backend{Enter}");
    await screen.findByText(created.key);
    await userEvent.keyboard("{Escape}");
    await expect(screen.getByText(created.key)).toBeVisible();
    await expect(screen.getByText(/createTokenHandler\(/)).toHaveTextContent("https://auth.example");
  },
};

export const Rotate: Story = {
  beforeEach: answerAdmin(list),
  parameters: told("For how long the old key goes on."),
  play: async () => {
    await press("Rotate production backend");
    const field = await screen.findByLabelText("Overlap in hours");
    await userEvent.clear(field);
    await userEvent.type(field, "soon{Enter}");
    await expect(field).toHaveAccessibleDescription(/Must be a number/);
  },
};

export const Revoke: Story = {
  beforeEach: answerAdmin({ ...list, "POST keys/key_0example1/revoke": isGone }),
  parameters: told("Asked before, with the way back in focus; here it did not work."),
  play: async () => {
    await press("Revoke production backend");
    await expect(await screen.findByRole("button", { name: "Keep it" })).toHaveFocus();
    await press("Revoke key");
    await screen.findByText(/could not be reached/);
  },
};
