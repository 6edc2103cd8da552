import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, userEvent } from "storybook/test";
import { AuditPage } from "../dashboard/audit/audit-page.tsx";
import type { AuditResponse } from "../src/admin/admin-api.ts";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const at = "2026-02-03T16:41:07.000Z";
const newer: AuditResponse = {
  entries: [
    {
      id: 9,
      at,
      actor: "admin",
      admin: "grace",
      action: "origins.update",
      target: "proj-0example",
      details: { origins: ["https://app.example.com"] },
    },
    {
      id: 8,
      at,
      actor: "cli",
      admin: null,
      action: "api_key.create",
      target: "key_0example1",
      details: { name: "production backend" },
    },
    {
      id: 7,
      at,
      actor: "program",
      admin: null,
      action: "signing_key.rotate",
      target: "gf0zVYvZQ1mBbmXdUSF3fQ",
      details: {},
    },
  ],
  next: 7,
};
const older: AuditResponse = {
  entries: [{ id: 1, at, actor: "admin", admin: "grace", action: "admin.set_up", target: "admin", details: {} }],
  next: null,
};
const withDescription = (story: string) => ({ docs: { description: { story } } });
/** A timeout long enough for two retries on a busy machine. */
const longTimeout = { timeout: 20_000 };

const meta = {
  title: "Dashboard/AuditPage",
  component: AuditPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof AuditPage>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Loading: Story = {
  beforeEach: answerAdmin({ "GET audit": neverResponds }),
  parameters: withDescription("While the entries load."),
  play: async ({ canvas }) => {
    await canvas.findByText("Loading the audit log…");
  },
};

export const List: Story = {
  beforeEach: answerAdmin({ "GET audit": respondsWith(newer), "GET audit?before=7": respondsWith(older) }),
  parameters: withDescription("Newest entry first; a button loads older ones."),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Load older entries" }));
    await canvas.findByText("Admin password set");
    await expect(canvas.getByText(/https:\/\/app\.example\.com/)).toBeVisible();
    await expect(canvas.queryByRole("button", { name: "Load older entries" })).toBeNull();
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({
    "GET audit": respondsWith(newer),
    "GET audit?action=project": respondsWith({ entries: [], next: null }),
  }),
  parameters: withDescription("A filter without matches."),
  play: async ({ canvas }) => {
    await canvas.findByText("API key created");
    await userEvent.selectOptions(canvas.getByLabelText("Show"), "Projects");
    await canvas.findByRole("heading", { name: "No entries yet" });
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ "GET audit": failsToConnect }),
  parameters: withDescription("The authority is unreachable."),
  play: async ({ canvas }) => {
    await canvas.findByText(/Could not reach the authority\. Check that it is running/, {}, longTimeout);
  },
};
