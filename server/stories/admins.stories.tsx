import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { AdminsPage } from "../dashboard/admins/admins-page.tsx";
import type { AdminListResponse } from "../src/admin/admin-api.ts";
import { answerAdmin, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const at = "2026-02-03T16:41:00.000Z";
const list: AdminListResponse = {
  admins: [
    { name: "ada", createdAt: at, linkValidUntil: null },
    { name: "grace", createdAt: null, linkValidUntil: at },
  ],
};
const session = { signedIn: true, isSetUp: true, name: "ada", signInMethod: "password", expiresAt: at, endsAt: at };
const answers = { "GET admins": respondsWith(list), "GET session": respondsWith(session) };
const withDescription = (story: string) => ({ docs: { description: { story } } });

const meta = {
  title: "Dashboard/AdminsPage",
  component: AdminsPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof AdminsPage>;

export default meta;
type Story = StoryObj<typeof meta>;

export const List: Story = {
  beforeEach: answerAdmin(answers),
  parameters: withDescription("An admin with a password, and an invited one."),
  play: async ({ canvas }) => {
    await canvas.findByText("you");
    await expect(canvas.getByText("not yet")).toBeVisible();
  },
};

export const NewLink: Story = {
  beforeEach: answerAdmin({
    ...answers,
    "POST admins": respondsWith(
      { name: "carl", setUpUrl: "https://auth.example.com/dashboard/#setup=0example&name=carl" },
      201,
    ),
  }),
  parameters: withDescription("The link is shown once. Closing without copying asks for confirmation."),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Add admin" }));
    await userEvent.type(await screen.findByLabelText("Name"), "carl{Enter}");
    await expect(await screen.findByRole("button", { name: "Copy: Set-up link" })).toHaveFocus();
    await userEvent.click(screen.getByRole("button", { name: "Done" }));
    await screen.findByText(/You have not copied this secret/);
  },
};

export const LastOne: Story = {
  beforeEach: answerAdmin({
    ...answers,
    "DELETE admins/ada": respondsWith(
      {
        error: "The last admin with a password cannot be removed.",
        code: "conflict",
        remedy: "Create another admin first, who sets a password.",
      },
      409,
    ),
  }),
  parameters: withDescription("The last admin with a password cannot be removed."),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Remove ada" }));
    await userEvent.click(await screen.findByRole("button", { name: "Remove admin" }));
    await screen.findByText(/Create another admin first/);
  },
};
