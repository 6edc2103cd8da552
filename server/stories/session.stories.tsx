import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { AccountDialog } from "../dashboard/session/account-dialog.tsx";
import { SessionGate } from "../dashboard/session/session-gate.tsx";
import { SetUp } from "../dashboard/session/set-up.tsx";
import { SignIn as SignInPage } from "../dashboard/session/sign-in.tsx";
import { answerAdmin, gives, hangs, isGone } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const out = { "GET session": gives({ signedIn: false, isSetUp: true }) };
const told = (story: string) => ({
  docs: { description: { story } },
  // The entrance is a page of its own, which a story puts within another.
  a11y: {
    config: {
      rules: ["landmark-no-duplicate-main", "landmark-main-is-top-level", "landmark-unique"].map((id) => ({
        id,
        enabled: false,
      })),
    },
  },
});
/** Outlasts the pauses between tries. */
const patiently = { timeout: 20_000 };

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
  beforeEach: answerAdmin({ "GET session": hangs }),
  parameters: told("Until it is known who is signed in."),
  play: async ({ canvas }) => {
    await canvas.findByText("Opening the dashboard …");
  },
};

export const SignIn: Story = {
  beforeEach: answerAdmin(out),
  parameters: told("One password, which can be looked at."),
  play: async ({ canvas }) => {
    const field = await canvas.findByLabelText("Password");
    await userEvent.type(field, "seven owls");
    await userEvent.click(canvas.getByLabelText("Show the password"));
    await expect(field).toHaveAttribute("type", "text");
  },
};

export const Refused: Story = {
  beforeEach: answerAdmin({
    ...out,
    "POST session": gives(
      { error: "The password is not right, or no admin has been set up", code: "sign_in_refused" },
      401,
    ),
  }),
  parameters: told("What was typed stays."),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText("Password"), "seven owls{Enter}");
    await canvas.findByText(/The password is not right/);
    await expect(canvas.getByLabelText("Password")).toHaveValue("seven owls");
  },
};

export const RateLimited: Story = {
  beforeEach: answerAdmin({
    ...out,
    "POST session": gives({ error: "Too many tries: wait a while", code: "rate_limited", retryAfter: 42 }, 429),
  }),
  parameters: told("Too many tries; it says for how long."),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText("Password"), "seven owls{Enter}");
    await canvas.findByText(/Try again in 42 seconds\./);
  },
};

const team = { name: "Team login", only: false };

export const ByProviderToo: Story = {
  beforeEach: answerAdmin({ "GET session": gives({ signedIn: false, isSetUp: true, openId: team }) }),
  parameters: told("A password, or the team’s OpenID provider; both by keyboard."),
  play: async ({ canvas }) => {
    const link = await canvas.findByRole("link", { name: "Sign in with Team login" });
    await expect(link).toHaveAttribute("href", expect.stringContaining("admin/oidc/start"));
    (await canvas.findByLabelText("Password")).focus();
    for (let presses = 0; presses < 3; presses++) await userEvent.tab();
    await expect(link).toHaveFocus();
  },
};

export const ByProviderAlone: Story = {
  beforeEach: answerAdmin({
    "GET session": gives({ signedIn: false, isSetUp: true, openId: { ...team, only: true } }),
  }),
  parameters: told("The password is switched off."),
  play: async ({ canvas }) => {
    await canvas.findByRole("link", { name: "Sign in with Team login" });
    await expect(canvas.queryByLabelText("Password")).toBeNull();
  },
};

export const NoPasswordYet: Story = {
  beforeEach: answerAdmin({ "GET session": gives({ signedIn: false, isSetUp: false, openId: team }) }),
  parameters: told("The provider, until the set-up link has been used."),
  play: async ({ canvas }) => {
    await canvas.findByText(/There is no password yet/);
  },
};

export const NotLetIn: Story = {
  parameters: told("The provider knows the person, who may not enter."),
  render: () => <SignInPage openId={team} hasPassword outcome="not_allowed" hasEnded={false} />,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("alert")).toHaveTextContent(/may not enter this dashboard\. Ask whoever runs/);
  },
};

export const ProviderOutOfReach: Story = {
  parameters: told("The password still works."),
  render: () => <SignInPage openId={team} hasPassword outcome="unreachable" hasEnded={false} />,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("alert")).toHaveTextContent("Team login could not be reached.");
    await expect(canvas.getByLabelText("Password")).toBeVisible();
  },
};

export const ProviderOfALongName: Story = {
  parameters: told("A host’s name may be long."),
  render: () => (
    <SignInPage
      openId={{ name: "identity-provider.of-a-department.of-a-large-company.example.com:8443", only: true }}
      hasPassword={false}
      outcome="stale"
      hasEnded={false}
    />
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("alert")).toHaveTextContent(/Start it again from here/);
  },
};

export const NoAdminYet: Story = {
  beforeEach: answerAdmin({ "GET session": gives({ signedIn: false, isSetUp: false }) }),
  parameters: told("Where the way in is to be found."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No admin yet" });
  },
};

export const Unreachable: Story = {
  beforeEach: answerAdmin({ "GET session": isGone }),
  parameters: told("Nobody there to ask."),
  play: async ({ canvas }) => {
    await canvas.findByText(/could not be reached/, {}, patiently);
  },
};

export const FirstPassword: Story = {
  beforeEach: answerAdmin({
    ...out,
    "POST setup": gives(
      { error: "Some fields are not right", fields: { password: "Must have at least 12 characters" } },
      400,
    ),
  }),
  parameters: told("By a set-up link; a password that is too short is told beside its field."),
  render: () => <SetUp link={{ token: "0example", name: null }} onLeave={() => {}} />,
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByLabelText("Password"), "short{Enter}");
    await expect(await canvas.findByLabelText("Password")).toBeVisible();
    await canvas.findByText("Must have at least 12 characters");
  },
};

export const Account: Story = {
  beforeEach: answerAdmin({
    "PUT password": gives(
      {
        error: "The present password is not right",
        code: "password_refused",
        fields: { current: "Is not the present password" },
      },
      403,
    ),
  }),
  parameters: told("Another password, and the end of every session."),
  render: () => <AccountDialog onClose={() => {}} />,
  play: async () => {
    await userEvent.type(await screen.findByLabelText("Present password"), "seven owls{Enter}");
    await screen.findByText("Is not the present password");
    await expect(screen.getByRole("button", { name: "Sign out everywhere" })).toBeVisible();
  },
};

export const AccountWithoutPassword: Story = {
  beforeEach: answerAdmin({
    "GET session": gives({
      signedIn: true,
      name: "Ada Lovelace",
      way: "openid",
      isSetUp: false,
      openId: { ...team, only: true },
      expiresAt: "",
      endsAt: "",
    }),
  }),
  parameters: told("For somebody who came by the provider, where no password counts."),
  render: () => <AccountDialog onClose={() => {}} />,
  play: async () => {
    await screen.findByText(/signed in as Ada Lovelace, by your team/);
    await expect(screen.queryByLabelText("New password")).toBeNull();
    await expect(screen.getByRole("button", { name: "Sign out everywhere" })).toBeVisible();
  },
};
