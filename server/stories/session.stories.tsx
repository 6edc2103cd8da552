import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { AccountDialog } from "../dashboard/session/account-dialog.tsx";
import { SessionGate } from "../dashboard/session/session-gate.tsx";
import { SetUp } from "../dashboard/session/set-up.tsx";
import { SignIn as SignInPage } from "../dashboard/session/sign-in.tsx";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const out = { "GET session": respondsWith({ signedIn: false, isSetUp: true }) };
const withDescription = (story: string) => ({
  docs: { description: { story } },
  // The sign-in has its own landmarks, as a full page. Storybook embeds it in a page that has landmarks too, so these
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
/** A timeout long enough for two retries on a busy machine. */
const longTimeout = { timeout: 20_000 };

const meta = {
  title: "Dashboard/Session",
  component: SessionGate,
  args: { children: <p>The dashboard.</p> },
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof SessionGate>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Opening: Story = {
  beforeEach: answerAdmin({ "GET session": neverResponds }),
  parameters: withDescription("While the session loads."),
  play: async ({ canvas }) => {
    await canvas.findByText("Loading the dashboard…");
  },
};

export const SignIn: Story = {
  beforeEach: answerAdmin(out),
  parameters: withDescription("The password can be made visible."),
  play: async ({ canvas }) => {
    const field = await canvas.findByLabelText("Password");
    await userEvent.type(field, "seven owls");
    await userEvent.click(canvas.getByLabelText("Show password"));
    await expect(field).toHaveAttribute("type", "text");
  },
};

export const Refused: Story = {
  beforeEach: answerAdmin({
    ...out,
    "POST session": respondsWith(
      { error: "The password is wrong, or no admin has set one yet", code: "sign_in_refused" },
      401,
    ),
  }),
  parameters: withDescription("The form keeps its values."),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText("Password"), "seven owls{Enter}");
    await canvas.findByText(/The password is wrong/);
    await expect(canvas.getByLabelText("Password")).toHaveValue("seven owls");
  },
};

export const RateLimited: Story = {
  beforeEach: answerAdmin({
    ...out,
    "POST session": respondsWith(
      { error: "Too many attempts: wait, then try again", code: "rate_limited", retryAfter: 42 },
      429,
    ),
  }),
  parameters: withDescription("Too many attempts; shows when to try again."),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText("Password"), "seven owls{Enter}");
    await canvas.findByText(/Try again in 42 seconds\./);
  },
};

const team = { name: "Team login", only: false };

export const PasswordOrProvider: Story = {
  beforeEach: answerAdmin({ "GET session": respondsWith({ signedIn: false, isSetUp: true, openId: team }) }),
  parameters: withDescription("Password or the team’s OpenID provider; both are reachable by keyboard."),
  play: async ({ canvas }) => {
    const link = await canvas.findByRole("link", { name: "Sign in with Team login" });
    await expect(link).toHaveAttribute("href", expect.stringContaining("admin/oidc/start"));
    (await canvas.findByLabelText("Password")).focus();
    for (let presses = 0; presses < 3; presses++) await userEvent.tab();
    await expect(link).toHaveFocus();
  },
};

export const ProviderOnly: Story = {
  beforeEach: answerAdmin({
    "GET session": respondsWith({ signedIn: false, isSetUp: true, openId: { ...team, only: true } }),
  }),
  parameters: withDescription("Password sign-in is disabled."),
  play: async ({ canvas }) => {
    await canvas.findByRole("link", { name: "Sign in with Team login" });
    await expect(canvas.queryByLabelText("Password")).toBeNull();
  },
};

export const NoPasswordYet: Story = {
  beforeEach: answerAdmin({ "GET session": respondsWith({ signedIn: false, isSetUp: false, openId: team }) }),
  parameters: withDescription("Offers only the provider until an admin uses the set-up link."),
  play: async ({ canvas }) => {
    await canvas.findByText(/No password is set yet/);
  },
};

export const NotAllowed: Story = {
  parameters: withDescription("The provider signed the user in, but the user is not an admin."),
  render: () => <SignInPage openId={team} hasPassword outcome="not_allowed" hasEnded={false} />,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("alert")).toHaveTextContent(
      /is not allowed to use this dashboard\. Ask the operator/,
    );
  },
};

export const ProviderUnreachable: Story = {
  parameters: withDescription("The provider is unreachable; the password still works."),
  render: () => <SignInPage openId={team} hasPassword outcome="unreachable" hasEnded={false} />,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("alert")).toHaveTextContent("Could not reach Team login.");
    await expect(canvas.getByLabelText("Password")).toBeVisible();
  },
};

export const LongProviderName: Story = {
  parameters: withDescription("A long host name wraps."),
  render: () => (
    <SignInPage
      openId={{ name: "identity-provider.of-a-department.of-a-large-company.example.com:8443", only: true }}
      hasPassword={false}
      outcome="stale"
      hasEnded={false}
    />
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("alert")).toHaveTextContent(/Start again from here/);
  },
};

export const NoAdminYet: Story = {
  beforeEach: answerAdmin({ "GET session": respondsWith({ signedIn: false, isSetUp: false }) }),
  parameters: withDescription("Explains where to find the set-up link."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No admin yet" });
  },
};

export const Unreachable: Story = {
  beforeEach: answerAdmin({ "GET session": failsToConnect }),
  parameters: withDescription("The authority is unreachable."),
  play: async ({ canvas }) => {
    await canvas.findByText(/Could not reach the authority/, {}, longTimeout);
  },
};

export const FirstPassword: Story = {
  beforeEach: answerAdmin({
    ...out,
    "POST setup": respondsWith(
      { error: "Some fields are invalid", fields: { password: "Must have at least 12 characters" } },
      400,
    ),
  }),
  parameters: withDescription("Opened with a set-up link; the error appears next to a password that is too short."),
  render: () => <SetUp link={{ token: "0example", name: null }} onLeave={() => {}} />,
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByLabelText("Password"), "short{Enter}");
    await expect(await canvas.findByLabelText("Password")).toBeVisible();
    await canvas.findByText("Must have at least 12 characters");
  },
};

export const Account: Story = {
  beforeEach: answerAdmin({
    "PUT password": respondsWith(
      {
        error: "The current password is wrong",
        code: "password_refused",
        fields: { current: "Is not the current password" },
      },
      403,
    ),
  }),
  parameters: withDescription("Change the password, or sign out everywhere."),
  render: () => <AccountDialog onClose={() => {}} />,
  play: async () => {
    await userEvent.type(await screen.findByLabelText("Current password"), "seven owls{Enter}");
    await screen.findByText("Is not the current password");
    await expect(screen.getByRole("button", { name: "Sign out everywhere" })).toBeVisible();
  },
};

export const AccountWithoutPassword: Story = {
  beforeEach: answerAdmin({
    "GET session": respondsWith({
      signedIn: true,
      name: "Ada Lovelace",
      signInMethod: "openid",
      isSetUp: false,
      openId: { ...team, only: true },
      expiresAt: "",
      endsAt: "",
    }),
  }),
  parameters: withDescription("For an admin who signed in with the provider and has no password."),
  render: () => <AccountDialog onClose={() => {}} />,
  play: async () => {
    await screen.findByText(/Signed in as Ada Lovelace through your team/);
    await expect(screen.queryByLabelText("New password")).toBeNull();
    await expect(screen.getByRole("button", { name: "Sign out everywhere" })).toBeVisible();
  },
};
