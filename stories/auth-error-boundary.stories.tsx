import type { Meta, StoryObj } from "@storybook/react-vite";
import { AssistantCloudAuthError, AuthErrorBoundary, authErrorMessage, useWorkspaceToken } from "assistant-cloud-auth";
import { TestAssistantCloudProvider, type TestErrorCode } from "assistant-cloud-auth/testing";
import { expect, fn, waitFor, within } from "storybook/test";
import { ErrorPanel } from "./parts/error-panel.tsx";
import { type Guide, onPhone, storyParameters, withOwnProvider } from "./parts/guide.ts";
import { ScriptedProvider } from "./parts/scripted-provider.tsx";
import { hangs, returnsNoToken, returnsToken, type Step, throws } from "./parts/steps.ts";
import { TokenCard } from "./parts/token-card.tsx";

function Reader() {
  return <TokenCard result={useWorkspaceToken()} />;
}

const guide: Guide = {
  use: "Around components that need a token. It shows why no token is available, retries, and recovers when a token arrives or the user changes.",
  example: "<AuthErrorBoundary onSignIn={openSignIn}>\n  <ThreadList />\n</AuthErrorBoundary>",
  does: [
    "Place it close to the components that need a token, so that the rest of the page stays.",
    "Pass `onSignIn`, so that a session that has ended can be continued.",
    "Use `authErrorMessage(error)` in your own fallback: its texts are for end users.",
  ],
  avoids: [
    "Don't show `error.message` or `error.remedy` to end users. They are for developers.",
    "Don't reload the page to retry. Call `retry()`.",
  ],
};

const meta = {
  title: "Components/<AuthErrorBoundary>",
  component: AuthErrorBoundary,
  tags: ["autodocs"],
  parameters: { guide },
  args: { onSignIn: fn(), messages: {} },
  argTypes: {
    messages: {
      control: "object",
      description: "Other texts for the default fallback, by situation, such as a translation.",
    },
    onSignIn: { control: false, description: "Opens the app's sign-in. Default: the button retries." },
    onError: { control: false, description: "Receives each error that the boundary catches." },
    fallback: {
      control: false,
      description:
        "Replaces the default fallback: an element, or a function that receives `error`, `retry`, `isRetrying` and `willRetry`.",
    },
    children: { table: { disable: true } },
  },
  render: (args) => (
    <AuthErrorBoundary {...args}>
      <Reader />
    </AuthErrorBoundary>
  ),
} satisfies Meta<typeof AuthErrorBoundary>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Unreachable: Story = {
  parameters: storyParameters("The default fallback: a sentence for the end user and a button.", {
    state: "error:network",
  }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("alert")).toHaveTextContent("The assistant cannot be reached.");
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeVisible();
  },
};

export const SessionEnded: Story = {
  parameters: storyParameters("The button opens the app's sign-in.", { state: "error:unauthenticated" }),
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Sign in" }));
    await expect(args.onSignIn).toHaveBeenCalledOnce();
  },
};

export const Translated: Story = {
  args: { messages: { unreachable: { text: "Der Assistent ist nicht erreichbar.", label: "Erneut versuchen" } } },
  parameters: storyParameters("`messages` replaces the texts of a situation.", { state: "error:network" }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("button", { name: "Erneut versuchen" })).toBeVisible();
  },
};

const codes = {
  unauthenticated: "The app's backend answers 401.",
  source_failed: "The token source throws.",
  source_timeout: "The token source exceeds its deadline.",
  network: "A request can't be sent.",
  offline: "The browser is offline.",
  rate_limited: "The server answers 429.",
  rejected: "The cloud refuses the token.",
  exchange_failed: "The cloud fails to exchange the ID token.",
  invalid_token: "The source returns a value that is not a token.",
  expired_token: "The token expired, and there is no newer one.",
  identity_mismatch: "The token belongs to another user.",
  circuit_open: "Too many attempts failed in a row.",
  interaction_required: "The auth provider needs the user.",
  configuration: "The code or a setting is wrong.",
} satisfies Record<TestErrorCode, string>;

export const EveryCode: Story = {
  parameters: storyParameters("What an end user sees for each error code.", withOwnProvider),
  render: (args) => (
    <div className="stack">
      {Object.entries(codes).map(([code, cause]) => (
        <section key={code} className="card" aria-label={code}>
          <div className="card-head">
            <code className="code">{code}</code>
            <span className="aside">{cause}</span>
          </div>
          <TestAssistantCloudProvider state={`error:${code as TestErrorCode}`}>
            <AuthErrorBoundary {...args}>
              <Reader />
            </AuthErrorBoundary>
          </TestAssistantCloudProvider>
        </section>
      ))}
    </div>
  ),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByRole("alert")).toHaveLength(Object.keys(codes).length));
    for (const code of Object.keys(codes) as TestErrorCode[]) {
      const { text, label } = authErrorMessage(new AssistantCloudAuthError(code));
      const section = within(canvas.getByRole("region", { name: code }));
      await expect(section.getByRole("alert")).toHaveTextContent(text);
      if (label === null) await expect(section.queryByRole("button")).toBeNull();
      else await expect(section.getByRole("button", { name: label })).toBeVisible();
    }
  },
};

export const OwnFallback: Story = {
  args: { fallback: ErrorPanel },
  parameters: storyParameters("The app's own fallback, here with the texts for developers.", {
    state: "error:rejected",
  }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("alert")).toHaveTextContent("rejected");
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeEnabled();
  },
};

export const OnAPhoneInTheDark: Story = {
  ...OwnFallback,
  globals: { ...onPhone, theme: "dark" },
  parameters: storyParameters("The same fallback on a screen 360 px wide.", { state: "error:rejected" }),
  play: async (context) => {
    await OwnFallback.play?.(context);
    await expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
  },
};

export const NothingToShow: Story = {
  parameters: storyParameters("A failed refresh with a usable token doesn't reach the boundary.", {
    state: "refresh-failing",
  }),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("note")).toHaveTextContent("source_failed"), { timeout: 5_000 });
    await expect(canvas.queryByRole("alert")).toBeNull();
  },
};

/** Creates a story whose token source follows a script. Time passes only if `live` is true. */
const scripted = (story: string, script: readonly Step[], live = false): Story => ({
  args: { fallback: ErrorPanel },
  parameters: storyParameters(story, withOwnProvider),
  render: (args) => (
    <ScriptedProvider script={script} live={live}>
      <AuthErrorBoundary {...args}>
        <Reader />
      </AuthErrorBoundary>
    </ScriptedProvider>
  ),
});

export const TryAgainRecovers: Story = {
  ...scripted("One press makes one new attempt. It succeeds, and the component is back.", [
    returnsNoToken,
    returnsToken(),
  ]),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Try again" }));
    await expect(await canvas.findByText("org_acme:ada")).toBeVisible();
    await expect(canvas.queryByRole("alert")).toBeNull();
  },
};

export const TryAgainInFlight: Story = {
  ...scripted("The attempt that the press started is in flight.", [returnsNoToken, hangs]),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Try again" }));
    await expect(await canvas.findByRole("button", { name: "Trying …" })).toBeDisabled();
    await expect(canvas.getByRole("alert")).toHaveAttribute("aria-busy", "true");
  },
};

export const TryAgainFailsAgain: Story = {
  ...scripted("The attempt fails for another reason, and the fallback shows it.", [returnsNoToken, throws]),
  play: async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText("invalid_token")).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Try again" }));
    await expect(await canvas.findByText("source_failed")).toBeVisible();
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeEnabled();
  },
};

export const RecoversAutomatically: Story = {
  ...scripted("The engine retries after a second, and the fallback disappears.", [throws, returnsToken()], true),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("alert")).toHaveTextContent("source_failed");
    await waitFor(() => expect(canvas.queryByRole("alert")).toBeNull(), { timeout: 8_000 });
    await expect(canvas.getByText("org_acme:ada")).toBeVisible();
  },
};
