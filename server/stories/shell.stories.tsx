import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect } from "storybook/test";
import { PAGES } from "../dashboard/shell/page-address.ts";
import { Shell } from "../dashboard/shell/shell.tsx";
import { answerAdmin, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const session = { signedIn: true, name: "ada", signInMethod: "password", isSetUp: true, expiresAt: "", endsAt: "" };
const parameters = (story: string) => ({
  docs: { description: { story } },
  // The frame has its own landmarks, as a full page. Storybook embeds it in a page that has landmarks too, so these
  // rules fail.
  a11y: {
    config: {
      rules: ["landmark-no-duplicate-main", "landmark-main-is-top-level", "landmark-unique"].map((id) => ({
        id,
        enabled: false,
      })),
    },
  },
});

const meta = {
  title: "Dashboard/Shell",
  component: Shell,
  args: { page: "threads", pages: PAGES, children: <h2>The page.</h2> },
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof Shell>;

export default meta;
type Story = StoryObj<typeof meta>;

export const SignedIn: Story = {
  beforeEach: answerAdmin({ "GET session": respondsWith(session) }),
  parameters: parameters("The navigation, the account and the sign-out."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("button", { name: "Sign out" })).toBeVisible();
    await expect(canvas.getByRole("link", { name: "Threads" })).toHaveAttribute("aria-current", "page");
  },
};

export const LocalAccess: Story = {
  beforeEach: answerAdmin({ "GET session": respondsWith({ ...session, needsNoSession: true }) }),
  parameters: parameters("Local access without a session, so there is no account or sign-out."),
  play: async ({ canvas }) => {
    await canvas.findByText("Local access, no sign-in required");
    await expect(canvas.queryByRole("button", { name: "Sign out" })).toBeNull();
    await expect(canvas.queryByRole("button", { name: "Account" })).toBeNull();
  },
};

export const WithoutThreads: Story = {
  args: { page: "overview", pages: PAGES.filter((page) => page !== "threads") },
  beforeEach: answerAdmin({ "GET session": respondsWith(session) }),
  parameters: parameters("A server without thread storage."),
  play: async ({ canvas }) => {
    await canvas.findByRole("link", { name: "Audit log" });
    await expect(canvas.queryByRole("link", { name: "Threads" })).toBeNull();
  },
};
