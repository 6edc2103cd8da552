import type { Meta, StoryObj } from "@storybook/react-vite";
import { AssistantCloudAuthDevtools } from "assistant-cloud-auth/devtools";
import { expect, userEvent, waitFor, within } from "storybook/test";
import { type Guide, onPhone, storyParameters } from "./parts/guide.ts";

const guide: Guide = {
  use: "While you develop: a panel with the engine's state, the life of each token, errors with their remedy, and buttons that refresh, expire and reset the token.",
  example:
    "<AssistantCloudProvider {...options}>\n  <App />\n  <AssistantCloudAuthDevtools />\n</AssistantCloudProvider>",
  does: [
    "Render it below `<AssistantCloudProvider>`. It finds the provider by context.",
    "Choose a what-if to see how your app handles a token source that throws, hangs or reports a sign-out.",
  ],
  avoids: [
    "Don't wrap it in a condition on `NODE_ENV`. A production build renders nothing from `assistant-cloud-auth/devtools`.",
    "Don't expect to read a token in it. It shows none, and its report contains none.",
  ],
};

const meta = {
  title: "Components/AssistantCloudAuthDevtools",
  component: AssistantCloudAuthDevtools,
  tags: ["autodocs"],
  parameters: { guide },
  args: { embedded: true },
  argTypes: {
    embedded: { control: "boolean", description: "Shows the panel in place, without the floating button." },
    initiallyOpen: { control: "boolean", description: "Opens the floating panel at first." },
    theme: { control: "inline-radio", options: ["light", "dark"], description: "Default: the page's color scheme." },
    styleNonce: { control: "text", description: "The nonce of the style element. Default: none." },
  },
} satisfies Meta<typeof AssistantCloudAuthDevtools>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Waits until the devtools panel shows `text`. Returns the panel's root element. */
async function panelIn(page: HTMLElement, text: string): Promise<HTMLElement> {
  const root = () => page.querySelector("[data-assistant-cloud-auth-devtools]")?.shadowRoot?.querySelector(".root");
  await waitFor(() => expect(root()?.textContent).toContain(text), { timeout: 5_000 });
  return root() as HTMLElement;
}

export const Authenticated: Story = {
  parameters: storyParameters("The token is usable: its life, the next refresh and the events so far.", {
    state: "authenticated",
  }),
  play: async ({ canvasElement }) => {
    const root = await panelIn(canvasElement, "The token is usable.");
    await expect(within(root).getByRole("img", { name: /^1 token, 0 failed attempts/ })).toBeVisible();
  },
};

export const AuthenticatedInTheDark: Story = { ...Authenticated, globals: { theme: "dark" } };

export const Failing: Story = {
  parameters: storyParameters("There is no token: the error, its remedy and its documentation.", {
    state: "error:source_failed",
  }),
  play: async ({ canvasElement }) => {
    const root = await panelIn(canvasElement, "Documentation of source_failed");
    await expect(within(root).getByRole("link", { name: "Documentation of source_failed" })).toBeVisible();
  },
};

export const FailingInTheDark: Story = { ...Failing, globals: { theme: "dark" } };

export const OnAPhone: Story = {
  globals: onPhone,
  parameters: storyParameters("On a phone, 360 px wide, nothing is cut off.", { state: "error:rejected" }),
  play: async ({ canvasElement }) => {
    const panel = (await panelIn(canvasElement, "Documentation of rejected")).querySelector(".panel");
    await expect(panel?.scrollWidth).toBe(panel?.clientWidth);
  },
};

export const Floating: Story = {
  args: { embedded: false },
  parameters: storyParameters("A button in the corner of the page. Enter opens the panel, Escape closes it.", {
    state: "authenticated",
  }),
  play: async ({ canvasElement }) => {
    const root = await panelIn(canvasElement, "authenticated");
    const toggle = () => within(root).getByRole("button", { name: /^Auth devtools/ });
    toggle().focus();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(within(root).getByRole("button", { name: "Close" })).toBeVisible());
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(toggle()).toBeVisible());
  },
};

export const WithoutProvider: Story = {
  parameters: {
    ...storyParameters("Without a provider above, it says what to do."),
    assistantCloudAuth: { disable: true },
  },
  play: async ({ canvasElement }) => {
    await panelIn(canvasElement, "Move the devtools inside AssistantCloudProvider.");
  },
};
