import type { Meta, StoryObj } from "@storybook/react-vite";
import type { AuthStateParameters } from "assistant-cloud-auth/storybook";
import { Account } from "./account.tsx";

const meta = { component: Account } satisfies Meta<typeof Account>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Shows the state that is selected in the toolbar. Default: authenticated. */
export const Default: Story = {};

export const Refreshing: Story = {
  parameters: {
    assistantCloudAuth: { state: "refreshing", userId: "ada", workspaceId: "acme:ada" },
  } satisfies AuthStateParameters,
};
