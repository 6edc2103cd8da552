import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { AdminsPage } from "../dashboard/admins/admins-page.tsx";
import type { AdminListAnswer } from "../src/admin/admin-api.ts";
import { answerAdmin, gives } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const at = "2026-02-03T16:41:00.000Z";
const list: AdminListAnswer = {
  admins: [
    { name: "ada", createdAt: at, linkValidUntil: null },
    { name: "grace", createdAt: null, linkValidUntil: at },
  ],
};
const session = { signedIn: true, isSetUp: true, name: "ada", way: "password", expiresAt: at, endsAt: at };
const answers = { "GET admins": gives(list), "GET session": gives(session) };
const told = (story: string) => ({ docs: { description: { story } } });

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
  parameters: told("Those who have a password, and those who are invited."),
  play: async ({ canvas }) => {
    await canvas.findByText("you");
    await expect(canvas.getByText("not yet")).toBeVisible();
  },
};

export const NewLink: Story = {
  beforeEach: answerAdmin({
    ...answers,
    "POST admins": gives(
      { name: "carl", setUpUrl: "https://auth.example.com/dashboard/#setup=0example&name=carl" },
      201,
    ),
  }),
  parameters: told("The link is shown once, and is not dismissed by one press."),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Add admin" }));
    await userEvent.type(await screen.findByLabelText("Name"), "carl{Enter}");
    await expect(await screen.findByRole("button", { name: "Copy: The set-up link" })).toHaveFocus();
    await userEvent.click(screen.getByRole("button", { name: "Done" }));
    await screen.findByText(/It has not been copied/);
  },
};

export const LastOne: Story = {
  beforeEach: answerAdmin({
    ...answers,
    "DELETE admins/ada": gives(
      {
        error: "The last admin with a password cannot be removed.",
        code: "conflict",
        remedy: "Create another admin first, and have them set a password.",
      },
      409,
    ),
  }),
  parameters: told("Nobody is locked out."),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Remove ada" }));
    await userEvent.click(await screen.findByRole("button", { name: "Remove admin" }));
    await screen.findByText(/Create another admin first/);
  },
};
