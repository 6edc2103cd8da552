import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent, waitFor } from "storybook/test";
import { RulesPage } from "../dashboard/rules/rules-page.tsx";
import { answerAdmin, gives, hangs, isGone } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";
import { presets, preview, reachable, ruleOf, rules, status, unreachable } from "./rules-api.ts";

const about = { "GET presets": gives(presets), "GET status": gives(status) };
const withRules = { ...about, "GET rules": gives({ rules, warnings: [], next: null }) };
const told = (story: string) => ({ docs: { description: { story } } });
/** Outlasts the pauses between tries, and the wait for typing to end. */
const patiently = { timeout: 20_000 };

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
  beforeEach: answerAdmin({ ...about, "GET rules": hangs }),
  parameters: told("Until the rules are there."),
  play: async ({ canvas }) => {
    await canvas.findByText("Reading auth rules …");
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({ ...about, "GET rules": gives({ rules: [], warnings: [], next: null }) }),
  parameters: told("No provider is trusted yet; what to do first."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No provider is trusted yet" });
  },
};

export const List: Story = {
  beforeEach: answerAdmin(withRules),
  parameters: told("Three rules: made from a preset, with two issuers, and one that is disabled."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "Clerk" });
    await expect(canvas.getByRole("switch", { name: "Old portal enabled" })).not.toBeChecked();
    await expect(canvas.getByText("Any audience")).toBeVisible();
  },
};

export const ServerError: Story = {
  beforeEach: answerAdmin({ ...about, "GET rules": gives({ error: "The database does not answer" }, 503) }),
  parameters: told("The authority cannot read its database."),
  play: async ({ canvas }) => {
    await canvas.findByText("The database does not answer", {}, patiently);
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeVisible();
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ ...about, "GET rules": isGone }),
  parameters: told("The authority cannot be reached."),
  play: async ({ canvas }) => {
    await canvas.findByText(/could not be reached\. Check that it runs/, {}, patiently);
  },
};

export const SwitchRefused: Story = {
  beforeEach: answerAdmin({ ...withRules, "POST rules/rule_0example1/disable": isGone }),
  parameters: told("A switch that was moved goes back where the change is not taken."),
  play: async ({ canvas }) => {
    const toggle = await canvas.findByRole("switch", { name: "Clerk enabled" });
    await userEvent.click(toggle);
    await screen.findByText(/^Clerk stays enabled/, { selector: ".toast *" });
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
  parameters: told("Who signs people in?"),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Add auth integration" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Clerk" })).toHaveFocus());
  },
};

export const ClerkChecked: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "POST rules/preview": gives(preview),
    "POST rules/check": gives(reachable),
  }),
  parameters: told("A provider's few inputs, what they make, and its keys."),
  play: async () => {
    await openClerk();
    await screen.findByText("Reachable: 1 key", {}, patiently);
  },
};

export const ClerkUnreachable: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "POST rules/preview": gives(preview),
    "POST rules/check": gives(unreachable),
  }),
  parameters: told("The keys cannot be had; what to look for."),
  play: async () => {
    await openClerk();
    await screen.findByText("The host is not known to DNS.", {}, patiently);
  },
};

export const ClerkRefused: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "POST rules/preview": gives(
      { error: "Some fields are not right", fields: { domain: "Is a publishable key. Give the domain." } },
      400,
    ),
    "POST rules": gives(
      { error: "Some fields are not right", fields: { domain: "Is a publishable key. Give the domain." } },
      400,
    ),
  }),
  parameters: told("What is wrong stands beside the field, and what was typed stays."),
  play: async () => {
    await openClerk();
    await userEvent.click(screen.getByRole("button", { name: "Save the rule" }));
    await screen.findByText("Is a publishable key. Give the domain.", {}, patiently);
    await expect(screen.getByLabelText("Issuer")).toHaveValue("clerk.example.com");
  },
};

export const Saved: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "POST rules/preview": gives(preview),
    "POST rules/check": gives(reachable),
    "POST rules": gives({ ...ruleOf(), warnings: [] }, 201),
  }),
  parameters: told("The code to paste in the app."),
  play: async () => {
    await openClerk();
    await userEvent.click(screen.getByRole("button", { name: "Save the rule" }));
    await screen.findByRole("heading", { name: "Clerk is saved" }, patiently);
    await screen.findByText(/useClerkTokenSource\(useAuth\(\)\)/);
  },
};

export const Custom: Story = {
  beforeEach: answerAdmin(withRules),
  parameters: told("Every field, for a provider that is not listed."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Add auth integration" }));
    await userEvent.click(await screen.findByRole("button", { name: "Custom provider" }));
    await expect(await screen.findByLabelText("Workspace")).toHaveValue("$".concat("{sub}"));
  },
};

export const Conflict: Story = {
  beforeEach: answerAdmin({
    ...withRules,
    "PUT rules/rule_0example1": gives(
      {
        error: "The auth rule was changed by somebody else since it was read.",
        code: "conflict",
        current: ruleOf({ name: "Clerk, production", audiences: ["assistant-ui", "second-app"], revision: 2 }),
      },
      409,
    ),
  }),
  parameters: told("Somebody else was first: their values stand beside what was typed."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Edit: Clerk" }));
    const name = await screen.findByLabelText("Name");
    await userEvent.type(name, " of the shop");
    await userEvent.click(screen.getByRole("button", { name: "Save the changes" }));
    await screen.findByText(/Somebody else has changed this rule/);
    await expect(name).toHaveValue("Clerk of the shop");
    await screen.findByRole("button", { name: "Use theirs: Name" });
    await expect(screen.getByLabelText("Audience")).toHaveValue("assistant-ui\nsecond-app");
  },
};

export const Test: Story = {
  beforeEach: answerAdmin({ ...withRules, "POST rules/check": gives(unreachable) }),
  parameters: told("A rule's keys, fetched as an exchange would."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Test: Clerk" }));
    await screen.findByText("The host is not known to DNS.");
  },
};

export const Deleted: Story = {
  beforeEach: answerAdmin({
    ...about,
    "GET rules": gives({ rules: rules.slice(1), warnings: [], next: null }),
    "DELETE rules/rule_0example2": gives({ deleted: rules[1], undo: { kind: "custom", rule: {} } }),
  }),
  parameters: told("A deletion can be taken back for as long as the notice stands."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Delete: Customers (Stytch)" }));
    await screen.findByRole("button", { name: "Undo" });
  },
};
