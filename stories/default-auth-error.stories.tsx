import type { Meta, StoryObj } from "@storybook/react-vite";
import {
  AssistantCloudAuthError,
  type AssistantCloudAuthErrorCode,
  AuthErrorBoundary,
  authErrorMessage,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { expect, fn, waitFor } from "storybook/test";
import { Stage, type StageProps } from "./parts/stage.tsx";
import { TokenCard } from "./parts/token-card.tsx";

function Reader() {
  return <TokenCard result={useWorkspaceToken()} />;
}

const onSignIn = fn();

const meta = {
  title: "Components/AuthErrorBoundary without a fallback",
  args: {
    children: (
      <AuthErrorBoundary onSignIn={onSignIn}>
        <Reader />
      </AuthErrorBoundary>
    ),
  },
  render: (args) => <Stage {...args} />,
} satisfies Meta<StageProps>;

export default meta;
type Story = StoryObj<typeof meta>;

/** What an end user sees when the token source fails with a code. */
function showing(code: AssistantCloudAuthErrorCode, story: string): Story {
  const error = new AssistantCloudAuthError(code, "A text for developers.");
  const { text, label } = authErrorMessage(error);
  return {
    args: { script: [() => Promise.reject(error)] },
    parameters: { docs: { description: { story } } },
    play: async ({ canvas }) => {
      await waitFor(() => expect(canvas.getByRole("alert")).toHaveTextContent(text), { timeout: 8_000 });
      if (label === null) await expect(canvas.queryByRole("button", { name: /again|sign in/i })).toBeNull();
      else await expect(canvas.getByRole("button", { name: label })).toBeVisible();
    },
  };
}

export const Unreachable = showing("network", "It did not work this time.");
export const Offline = showing("offline", "The browser has no connection; it continues by itself.");
export const Busy = showing("rate_limited", "The server asked to be left alone for a moment.");
export const SessionEnded = showing("unauthenticated", "The button opens the app's sign-in.");
export const Refused = showing("rejected", "No auth rule lets this account in.");
export const Broken = showing("configuration", "Only the app's developer can help.");
