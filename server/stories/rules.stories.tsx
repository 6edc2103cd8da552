import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent, waitFor } from "storybook/test";
import { RulesPage } from "../dashboard/rules/rules-page.tsx";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";
import { presets, preview, reachable, ruleOf, rules, status, unreachable } from "./rules-api.ts";

const about = { "GET presets": respondsWith(presets), "GET status": respondsWith(status) };
const withRules = { ...about, "GET rules": respondsWith({ rules, warnings: [], next: null }) };
const withDescription = (story: string) => ({ docs: { description: { story } } });
/** A timeout long enough for two retries, and for the dashboard's pauses after typing, on a busy machine. */
const longTimeout = { timeout: 20_000 };

const meta = {
  title: "Dashboard/RulesPage",
  component: RulesPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof RulesPage>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Loading: Story = {
  beforeEach: answerAdmin({ ...about, "GET rules": neverResponds }),
  parameters: withDescription("While the rules load."),
  play: async ({ canvas }) => {
    await canvas.findByText("Loading auth rules…");
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({ ...about, "GET rules": respondsWith({ rules: [], warnings: [], next: null }) }),
  parameters: withDescription("No auth rules yet, with the first step."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No auth rules yet" });
  },
};

export const List: Story = {
  beforeEach: answerAdmin(withRules),
  parameters: withDescription("Three rules: one from a preset, one with two issuers, and a disabled one."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "Clerk" });
    await expect(canvas.getByRole("switch", { name: "Old portal enabled" })).not.toBeChecked();
    await expect(canvas.getByText("Any audience")).toBeVisible();
  },
};

export const ServerError: Story = {
  beforeEach: answerAdmin({ ...about, "GET rules": respondsWith({ error: "The database does not answer" }, 503) }),
  parameters: withDescription("The authority cannot read its database."),
  play: async ({ canvas }) => {
    await canvas.findByText("The database does not answer", {}, longTimeout);
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeVisible();
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ ...about, "GET rules": failsToConnect }),
  parameters: withDescription("The authority is unreachable."),
  play: async ({ canvas }) => {
    await canvas.findByText(/Could not reach the authority\. Check that it is running/, {}, longTimeout);
  },
};

export const SwitchRefused: Story = {
  beforeEach: answerAdmin({ ...withRules, "POST rules/rule_0example1/disable": failsToConnect }),
  parameters: withDescription("The switch moves back when the request fails."),
  play: async ({ canvas }) => {
    const toggle = await canvas.findByRole("switch", { name: "Clerk enabled" });
    await userEvent.click(toggle);
    await screen.findByText(/^Clerk is still enabled/, { selector: ".toast *" });
    await expect(toggle).toBeChecked();
  },
};

async function openClerk() {
  await userEvent.click(await screen.findByRole("button", { name: "Add auth integration" }));
  await userEvent.click(await screen.findByRole("button", { name: "Clerk" }));
  await userEvent.type(await screen.findByLabelText("Issuer"), "clerk.example.com");
  await expect(screen.getByLabelText("Audience (optional)")).toHaveValue("assistant-ui");
}

export const PickProvider: Story = {
  beforeEach: answerAdmin(withRules),
  parameters: withDescription("Choose the provider that signs users in."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Add auth integration" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Clerk" })).toHaveFocus());
  },
};

export const ClerkChecked: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "POST rules/preview": respondsWith(preview),
    "POST rules/check": respondsWith(reachable),
  }),
  parameters: withDescription("A provider's form, with the preview of the rule and the provider's keys."),
  play: async () => {
    await openClerk();
    await screen.findByText("Reachable: 1 key", {}, longTimeout);
  },
};

export const ClerkUnreachable: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "POST rules/preview": respondsWith(preview),
    "POST rules/check": respondsWith(unreachable),
  }),
  parameters: withDescription("The authority cannot fetch the keys; shows how to fix it."),
  play: async () => {
    await openClerk();
    await screen.findByText("DNS does not know the host.", {}, longTimeout);
  },
};

export const ClerkRefused: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "POST rules/preview": respondsWith(
      { error: "Some fields are invalid", fields: { domain: "Is a publishable key. Give the domain." } },
      400,
    ),
    "POST rules": respondsWith(
      { error: "Some fields are invalid", fields: { domain: "Is a publishable key. Give the domain." } },
      400,
    ),
  }),
  parameters: withDescription("The error appears next to the field, which keeps its value."),
  play: async () => {
    await openClerk();
    await userEvent.click(screen.getByRole("button", { name: "Save rule" }));
    await screen.findByText("Is a publishable key. Give the domain.", {}, longTimeout);
    await expect(screen.getByLabelText("Issuer")).toHaveValue("clerk.example.com");
  },
};

export const Saved: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "POST rules/preview": respondsWith(preview),
    "POST rules/check": respondsWith(reachable),
    "POST rules": respondsWith({ ...ruleOf(), warnings: [] }, 201),
  }),
  parameters: withDescription("The code for the app."),
  play: async () => {
    await openClerk();
    await userEvent.click(screen.getByRole("button", { name: "Save rule" }));
    await screen.findByRole("heading", { name: "Clerk saved" }, longTimeout);
    await screen.findByText(/useClerkTokenSource\(useAuth\(\)\)/);
  },
};

export const Custom: Story = {
  beforeEach: answerAdmin(withRules),
  parameters: withDescription("All fields of a rule, for a provider that is not listed."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Add auth integration" }));
    await userEvent.click(await screen.findByRole("button", { name: "Custom provider" }));
    await expect(await screen.findByLabelText("Workspace")).toHaveValue("$".concat("{sub}"));
  },
};

export const Conflict: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "PUT rules/rule_0example1": respondsWith(
      {
        error: "The auth rule has changed since it was read.",
        code: "conflict",
        current: ruleOf({ name: "Clerk, production", audiences: ["assistant-ui", "second-app"], revision: 2 }),
      },
      409,
    ),
  }),
  parameters: withDescription("Another admin saved first: their values appear next to the draft."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Edit: Clerk" }));
    const name = await screen.findByLabelText("Name");
    await userEvent.type(name, " of the shop");
    await userEvent.click(screen.getByRole("button", { name: "Save changes" }));
    await screen.findByText(/Another admin changed this rule/);
    await expect(name).toHaveValue("Clerk of the shop");
    await screen.findByRole("button", { name: "Use theirs: Name" });
    await expect(screen.getByLabelText("Audience")).toHaveValue("assistant-ui\nsecond-app");
  },
};

export const Test: Story = {
  beforeEach: answerAdmin({ ...withRules, "POST rules/check": respondsWith(unreachable) }),
  parameters: withDescription("Fetches a rule's keys the way a token exchange does."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Test: Clerk" }));
    await screen.findByText("DNS does not know the host.");
  },
};

export const Deleted: Story = {
  beforeEach: answerAdmin({
    ...about,
    "GET rules": respondsWith({ rules: rules.slice(1), warnings: [], next: null }),
    "DELETE rules/rule_0example2": respondsWith({ deleted: rules[1], undo: { kind: "custom", rule: {} } }),
  }),
  parameters: withDescription("A deletion can be undone while its toast is visible."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Delete: Customers (Stytch)" }));
    await screen.findByRole("button", { name: "Undo" });
  },
};
