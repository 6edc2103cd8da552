import type { Meta, StoryObj } from "@storybook/react-vite";
import { AssistantCloudAuthDevtools } from "assistant-cloud-auth/devtools";
import { expect, userEvent, waitFor, within } from "storybook/test";
import { Stage, type StageProps } from "./parts/stage.tsx";
import { gives, saysSignedOut, throws } from "./parts/steps.ts";

const meta = {
  title: "Components/AssistantCloudAuthDevtools",
  args: { children: <AssistantCloudAuthDevtools embedded />, script: [gives()] },
  render: (args) => <Stage {...args} />,
} satisfies Meta<StageProps>;

export default meta;
type Story = StoryObj<typeof meta>;

const about = (story: string) => ({ docs: { description: { story } } });

/** What is in the shadow root, as soon as it shows the state. */
async function panelIn(page: HTMLElement, state: string) {
  const root = () => page.querySelector("[data-assistant-cloud-auth-devtools]")?.shadowRoot?.querySelector(".root");
  await waitFor(() => expect(root()?.textContent).toContain(state), { timeout: 5_000 });
  return root() as HTMLElement;
}

export const Authenticated: Story = {
  parameters: about("The token is usable; its life, the next refresh and the events so far."),
  play: async ({ canvasElement }) => {
    const root = await panelIn(canvasElement, "authenticated");
    await expect(within(root).getByRole("img", { name: /^1 token, 0 failed attempts/ })).toBeVisible();
  },
};

export const AuthenticatedInTheDark: Story = { ...Authenticated, globals: { theme: "dark" } };

export const Failing: Story = {
  args: { script: [throws] },
  parameters: about("No token can be had: the error, its remedy and where it is documented."),
  play: async ({ canvasElement }) => {
    const root = await panelIn(canvasElement, "source_failed");
    await expect(within(root).getByRole("link", { name: "Documentation of source_failed" })).toBeVisible();
  },
};

export const FailingInTheDark: Story = { ...Failing, globals: { theme: "dark" } };

export const OnAPhone: Story = {
  args: {
    children: (
      <div style={{ width: 328 }}>
        <AssistantCloudAuthDevtools embedded />
      </div>
    ),
    script: [saysSignedOut],
  },
  parameters: about("As wide as a phone of 360 pixels leaves it: nothing is cut off."),
  play: async ({ canvasElement }) => {
    const panel = (await panelIn(canvasElement, "unauthenticated")).querySelector(".panel");
    await expect(panel?.scrollWidth).toBe(panel?.clientWidth);
  },
};

export const Floating: Story = {
  args: { children: <AssistantCloudAuthDevtools /> },
  parameters: about(
    "A button in the corner of the page, operated by keyboard: Enter opens the panel, Escape closes it.",
  ),
  play: async ({ canvasElement }) => {
    const root = await panelIn(canvasElement, "authenticated");
    within(root)
      .getByRole("button", { name: /^Auth devtools/ })
      .focus();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(within(root).getByRole("button", { name: "Close" })).toBeVisible());
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(within(root).getByRole("button", { name: /^Auth devtools/ })).toBeVisible());
  },
};
