import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { ProjectsPage } from "../dashboard/projects/projects-page.tsx";
import { answerAdmin, gives, hangs, isGone } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const second = { id: "proj-second", name: "Second project", allowedOrigins: [], createdAt: "2026-02-03T16:41:00.000Z" };
const list = { "GET projects": gives({ current: "proj-0example", own: null, projects: [second], next: null }) };
const told = (story: string) => ({ docs: { description: { story } } });
/** Outlasts the pauses between tries. */
const patiently = { timeout: 20_000 };

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
  beforeEach: answerAdmin({ "GET projects": hangs }),
  parameters: told("Until the projects are there."),
  play: async ({ canvas }) => {
    await canvas.findByText("Reading projects …");
  },
};

export const List: Story = {
  beforeEach: answerAdmin(list),
  parameters: told("The one that the dashboard works on comes first."),
  play: async ({ canvas }) => {
    await canvas.findByText("this one");
    await expect(canvas.getByRole("rowheader", { name: "Second project" })).toBeVisible();
  },
};

export const IdTaken: Story = {
  beforeEach: answerAdmin({
    ...list,
    "POST projects": gives(
      { error: "There is a project with that id.", code: "conflict", remedy: "Take another id." },
      409,
    ),
  }),
  parameters: told("What was typed stays; the remedy is named."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Add project" }));
    await userEvent.type(await screen.findByLabelText("Id"), "proj-second{Enter}");
    await screen.findByText(/There is a project with that id\. Take another id\./);
    await expect(screen.getByLabelText("Id")).toHaveValue("proj-second");
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ "GET projects": isGone }),
  parameters: told("The authority cannot be reached."),
  play: async ({ canvas }) => {
    await canvas.findByText(/could not be reached\. Check that it runs/, {}, patiently);
  },
};
