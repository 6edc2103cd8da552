import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { OriginsPage } from "../dashboard/origins/origins-page.tsx";
import { answerAdmin, gives, hangs, isGone } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const every = gives({ origins: [], fixed: [], warnings: [] });
const some = gives({
  origins: ["https://app.example.com", "https://*.example.org"],
  fixed: ["http://localhost:3000"],
  warnings: [],
});
const told = (story: string) => ({ docs: { description: { story } } });
/** Outlasts the pauses between tries. */
const patiently = { timeout: 20_000 };

const meta = {
  title: "Dashboard/OriginsPage",
  component: OriginsPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof OriginsPage>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Loading: Story = {
  beforeEach: answerAdmin({ "GET origins": hangs }),
  parameters: told("Until the origins are there."),
  play: async ({ canvas }) => {
    await canvas.findByText("Reading allowed origins …");
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({ "GET origins": every }),
  parameters: told("Without a list, every page may call; it says what the first entry will do."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "Every page may call" });
  },
};

export const List: Story = {
  beforeEach: answerAdmin({ "GET origins": some }),
  parameters: told("Stored ones can be removed; what the process was started with cannot."),
  play: async ({ canvas }) => {
    await canvas.findByText("set at the start");
    await expect(canvas.getAllByRole("button", { name: /^Remove / })).toHaveLength(2);
  },
};

export const Refused: Story = {
  beforeEach: answerAdmin({
    "GET origins": every,
    "PUT origins": gives({ error: "Some fields are not right", fields: { "origins.0": "Must be https://host" } }, 400),
  }),
  parameters: told("What is wrong stands beside the field, and what was typed stays."),
  play: async ({ canvas }) => {
    const field = canvas.getByLabelText("Origin");
    await userEvent.type(field, "example.com{Enter}");
    await canvas.findByText("Must be https://host");
    await expect(field).toHaveValue("example.com");
    await expect(field).toHaveAccessibleDescription(/Must be https:\/\/host/);
  },
};

export const RemoveTheLast: Story = {
  beforeEach: answerAdmin({ "GET origins": gives({ origins: ["https://app.example.com"], fixed: [], warnings: [] }) }),
  parameters: told("Without the last one every page may call, so it is asked about."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Remove https://app.example.com" }));
    await screen.findByRole("heading", { name: "Let every page call?" });
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ "GET origins": isGone }),
  parameters: told("The authority cannot be reached."),
  play: async ({ canvas }) => {
    await canvas.findByText(/could not be reached\. Check that it runs/, {}, patiently);
  },
};
