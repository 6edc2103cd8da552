import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent } from "storybook/test";
import { OriginsPage } from "../dashboard/origins/origins-page.tsx";
import { answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";

const every = respondsWith({ origins: [], fixed: [], warnings: [] });
const some = respondsWith({
  origins: ["https://app.example.com", "https://*.example.org"],
  fixed: ["http://localhost:3000"],
  warnings: [],
});
const withDescription = (story: string) => ({ docs: { description: { story } } });
/** A timeout long enough for two retries on a busy machine. */
const longTimeout = { timeout: 20_000 };

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
  beforeEach: answerAdmin({ "GET origins": neverResponds }),
  parameters: withDescription("While the origins load."),
  play: async ({ canvas }) => {
    await canvas.findByText("Loading allowed origins…");
  },
};

export const Nothing: Story = {
  beforeEach: answerAdmin({ "GET origins": every }),
  parameters: withDescription("Without a list, all origins are allowed; explains the effect of the first entry."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "All origins allowed" });
  },
};

export const List: Story = {
  beforeEach: answerAdmin({ "GET origins": some }),
  parameters: withDescription("Stored origins can be removed; those set at startup cannot."),
  play: async ({ canvas }) => {
    await canvas.findByText("set at startup");
    await expect(canvas.getAllByRole("button", { name: /^Remove / })).toHaveLength(2);
  },
};

export const Refused: Story = {
  beforeEach: answerAdmin({
    "GET origins": every,
    "PUT origins": respondsWith(
      { error: "Some fields are invalid", fields: { "origins.0": "Must be https://host" } },
      400,
    ),
  }),
  parameters: withDescription("The error appears next to the field, which keeps its value."),
  play: async ({ canvas }) => {
    const field = canvas.getByLabelText("Origin");
    await userEvent.type(field, "example.com{Enter}");
    await canvas.findByText("Must be https://host");
    await expect(field).toHaveValue("example.com");
    await expect(field).toHaveAccessibleDescription(/Must be https:\/\/host/);
  },
};

export const RemoveTheLast: Story = {
  beforeEach: answerAdmin({
    "GET origins": respondsWith({ origins: ["https://app.example.com"], fixed: [], warnings: [] }),
  }),
  parameters: withDescription("Removing the last origin allows all origins, so it requires a confirmation."),
  play: async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Remove https://app.example.com" }));
    await screen.findByRole("heading", { name: "Allow all origins?" });
  },
};

export const Offline: Story = {
  beforeEach: answerAdmin({ "GET origins": failsToConnect }),
  parameters: withDescription("The authority is unreachable."),
  play: async ({ canvas }) => {
    await canvas.findByText(/Could not reach the authority\. Check that it is running/, {}, longTimeout);
  },
};
