import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent, waitFor } from "storybook/test";
import { SignOutsPage } from "../dashboard/sign-outs/sign-outs-page.tsx";
import type { RevocationJson, RevocationListResponse } from "../src/admin/admin-api.ts";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const at = "2026-02-03T16:41:00.000Z";
const dates = { issuedBefore: at, createdAt: at, expiresAt: "2026-02-04T17:41:00.000Z" };
const everyone: RevocationJson = { id: "rev_03", kind: "project", subject: null, createdBy: "ada", ...dates };
const list: RevocationListResponse = {
  revocations: [
    everyone,
    { id: "rev_02", kind: "workspace", subject: "org_9", createdBy: "key_0example1", ...dates },
    { id: "rev_01", kind: "user", subject: "user_2abc", createdBy: "rule_0example1", ...dates },
  ],
};
const withDescription = (story: string) => ({ docs: { description: { story } } });

const meta = {
  title: "Dashboard/SignOutsPage",
  component: SignOutsPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof SignOutsPage>;

export default meta;
type Story = StoryObj<typeof meta>;

const pressSignOut = async () => userEvent.click(await screen.findByRole("button", { name: "Sign out" }));
const findDialog = () => screen.findByRole("alertdialog");

export const Loading: Story = {
  beforeEach: answerAdmin({ "GET revocations": neverResponds }),
  parameters: withDescription("The form can be used while the list loads."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByLabelText("User ID")).toBeEnabled();
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({ "GET revocations": respondsWith({ revocations: [] }) }),
  parameters: withDescription("No sign-out yet."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No sign-outs yet" });
  },
};

export const List: Story = {
  beforeEach: answerAdmin({ "GET revocations": respondsWith(list) }),
  parameters: withDescription("A sign-out of each kind, with the admin, API key or auth rule that asked for it."),
  play: async ({ canvas }) => {
    await expect(await canvas.findAllByRole("rowheader")).toHaveLength(3);
    await expect(canvas.getByText("user_2abc")).toBeVisible();
  },
};

export const SignOutUser: Story = {
  beforeEach: answerAdmin({
    "GET revocations": respondsWith(list),
    "POST revocations": respondsWith(list.revocations[2], 201),
  }),
  parameters: withDescription("Asks for confirmation and names the user."),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText("User ID"), "user_2abc");
    await pressSignOut();
    await expect(await findDialog()).toHaveTextContent("user_2abc");
    await expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus();
    await pressSignOut();
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    await screen.findByText(/^Signed out\./);
    await expect(canvas.getByLabelText("User ID")).toHaveValue("");
  },
};

export const SignOutEveryone: Story = {
  beforeEach: answerAdmin({ "GET revocations": respondsWith(list), "POST revocations": respondsWith(everyone, 201) }),
  parameters: withDescription("Signing out everyone needs no ID."),
  play: async ({ canvas }) => {
    await userEvent.selectOptions(await canvas.findByLabelText("Sign out"), "Everyone");
    await expect(canvas.queryByRole("textbox")).toBeNull();
    await pressSignOut();
    await expect(await findDialog()).toHaveTextContent("All tokens issued to this project");
  },
};

export const FieldError: Story = {
  beforeEach: answerAdmin({
    "GET revocations": respondsWith(list),
    "POST revocations": respondsWith(
      { error: "Some fields are invalid", fields: { subject: "An id must not be empty" } },
      400,
    ),
  }),
  parameters: withDescription("An invalid ID closes the dialog and shows an error next to the field."),
  play: async ({ canvas }) => {
    await canvas.findByLabelText("User ID");
    await pressSignOut();
    await findDialog();
    await pressSignOut();
    await waitFor(() => expect(canvas.getByLabelText("User ID")).toHaveAccessibleDescription(/must not be empty/));
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ "GET revocations": respondsWith(list), "POST revocations": failsToConnect }),
  parameters: withDescription("The authority is unreachable: the dialog stays open."),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText("User ID"), "user_2abc");
    await pressSignOut();
    await findDialog();
    await pressSignOut();
    await screen.findByText(/Could not reach the authority/);
  },
};
