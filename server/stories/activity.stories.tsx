import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent, waitFor } from "storybook/test";
import { ActivityPage } from "../dashboard/activity/activity-page.tsx";
import type { ActivityResponse, Decision } from "../src/admin/admin-api.ts";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { keys } from "./key-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const NOON = Date.UTC(2026, 1, 3, 12);
const minutes = Array.from({ length: 60 }, (_, index) => ({
  at: NOON - (59 - index) * 60_000,
  issued: Math.round(40 + 30 * Math.sin(index / 7)),
  refused: index % 9 === 0 ? 6 : 1,
  error: index === 41 ? 12 : 0,
}));
const decision: Decision = {
  id: 4,
  at: NOON,
  route: "mint",
  outcome: "issued",
  status: 200,
  reason: null,
  code: null,
  by: { kind: "api_key", id: "key_0example1" },
};
const decisions: Decision[] = [
  decision,
  { ...decision, id: 3, route: "exchange", by: { kind: "rule", id: "rule_0example1", name: "Clerk" } },
  {
    ...decision,
    id: 2,
    route: "exchange",
    outcome: "refused",
    status: 401,
    reason: "The token has expired",
    code: "expired",
    by: null,
  },
  {
    ...decision,
    id: 1,
    route: "exchange",
    outcome: "error",
    status: 503,
    reason: "The provider's keys could not be read",
    code: "jwks",
    by: null,
  },
];
const full: ActivityResponse = { since: NOON - 86_400_000, capacity: 1000, minutes, decisions };
const quiet: ActivityResponse = {
  ...full,
  minutes: minutes.map(({ at }) => ({ at, issued: 0, refused: 0, error: 0 })),
  decisions: [],
};
const names = {
  "GET keys": respondsWith({ keys, next: null }),
  "GET rules": respondsWith({ rules: [], warnings: [], next: null }),
};
const withDescription = (story: string) => ({ docs: { description: { story } } });
/** A timeout long enough for two retries, and for loading the chart's code, on a busy machine. */
const longTimeout = { timeout: 50_000 };

const meta = {
  title: "Dashboard/ActivityPage",
  component: ActivityPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof ActivityPage>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Loading: Story = {
  beforeEach: answerAdmin({ ...names, "GET activity": neverResponds }),
  parameters: withDescription("While the decisions load."),
  play: async ({ canvas }) => {
    await canvas.findByText("Loading decisions…");
  },
};

export const Busy: Story = {
  beforeEach: answerAdmin({ ...names, "GET activity": respondsWith(full) }),
  parameters: withDescription("An hour with a burst of errors, and the decisions behind it."),
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByText("refused · 401");
    await waitFor(
      () => expect(canvasElement.querySelectorAll(".recharts-bar-rectangle").length).toBeGreaterThan(60),
      longTimeout,
    );
    await expect(await canvas.findByRole("cell", { name: "production backend …x7Qa" })).toBeVisible();
  },
};

export const Quiet: Story = {
  beforeEach: answerAdmin({ ...names, "GET activity": respondsWith(quiet) }),
  parameters: withDescription("No tokens requested yet."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "No decisions yet" });
    await canvas.findByText(/In the last hour:/, {}, longTimeout);
  },
};

export const NoMatches: Story = {
  beforeEach: answerAdmin({
    ...names,
    "GET activity": respondsWith(full),
    "GET activity?route=refresh": respondsWith(quiet),
  }),
  parameters: withDescription("A filter without matches."),
  play: async ({ canvas }) => {
    await userEvent.selectOptions(await canvas.findByLabelText("Credential"), "visitor");
    await canvas.findByRole("heading", { name: "No matching decisions" });
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ ...names, "GET activity": failsToConnect }),
  parameters: withDescription("The authority is unreachable."),
  play: async () => {
    await screen.findByText(/Could not reach the authority\. Check that it is running/, {}, longTimeout);
  },
};
