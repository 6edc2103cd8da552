import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { ProjectsPage } from "../dashboard/projects/projects-page.tsx";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const second = { id: "proj-second", name: "Second project", allowedOrigins: [], createdAt: "2026-02-03T16:41:00.000Z" };
const list = { "GET projects": respondsWith({ current: "proj-0example", own: null, projects: [second], next: null }) };
const withDescription = (story: string) => ({ docs: { description: { story } } });
/** A timeout long enough for two retries on a busy machine. */
const longTimeout = { timeout: 20_000 };

const meta = {
  title: "Dashboard/ProjectsPage",
  component: ProjectsPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof ProjectsPage>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Loading: Story = {
  beforeEach: answerAdmin({ "GET projects": neverResponds }),
  parameters: withDescription("While the projects load."),
  play: async ({ canvas }) => {
    await canvas.findByText("Loading projects…");
  },
};

export const List: Story = {
  beforeEach: answerAdmin(list),
  parameters: withDescription("The dashboard's current project comes first."),
  play: async ({ canvas }) => {
    await canvas.findByText("current");
    await expect(canvas.getByRole("rowheader", { name: "Second project" })).toBeVisible();
  },
};

export const IdTaken: Story = {
  beforeEach: answerAdmin({
    ...list,
    "POST projects": respondsWith(
      { error: "A project with that id already exists.", code: "conflict", remedy: "Use another id." },
      409,
    ),
  }),
  parameters: withDescription("The form keeps its values and shows the remedy."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Add project" }));
    await userEvent.type(await screen.findByLabelText("ID"), "proj-second{Enter}");
    await screen.findByText(/A project with that id already exists\. Use another id\./);
    await expect(screen.getByLabelText("ID")).toHaveValue("proj-second");
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ "GET projects": failsToConnect }),
  parameters: withDescription("The authority is unreachable."),
  play: async ({ canvas }) => {
    await canvas.findByText(/Could not reach the authority\. Check that it is running/, {}, longTimeout);
  },
};
