import type { Meta, StoryObj } from "@storybook/react-vite";
import {
  Authenticated as AuthenticatedGate,
  AuthLoading,
  Unauthenticated as UnauthenticatedGate,
} from "assistant-cloud-auth";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { Stage, type StageProps } from "./parts/stage.tsx";
import { gives, hangs, saysSignedOut, throws } from "./parts/steps.ts";

const meta = {
  title: "Components/Gates",
  args: {
    children: (
      <div className="stack">
        <Card title="Page">Always there.</Card>
        <AuthLoading>
          <Card title="AuthLoading">Finding out who you are …</Card>
        </AuthLoading>
        <AuthenticatedGate>
          <Card title="Authenticated">Your threads.</Card>
        </AuthenticatedGate>
        <UnauthenticatedGate>
          <Card title="Unauthenticated">Please sign in.</Card>
        </UnauthenticatedGate>
      </div>
    ),
  },
  render: (args) => <Stage {...args} />,
} satisfies Meta<StageProps>;

export default meta;
type Story = StoryObj<typeof meta>;

/** A story in which one gate at most is open. */
function opening(gate: string | null, story: string, script: StageProps["script"] & object): Story {
  return {
    args: { script },
    parameters: { docs: { description: { story } } },
    play: async ({ canvas, canvasElement }) => {
      const shown = () => canvas.getAllByRole("region").map((region) => region.getAttribute("aria-label"));
      const expected = gate === null ? ["Page"] : ["Page", gate];
      await waitFor(() => expect(shown()).toEqual(expected), { timeout: 3_000 });
      await expect(canvasElement).toHaveTextContent("Always there.");
    },
  };
}

export const Loading = opening("AuthLoading", "Until the first attempt to get a token has ended.", [hangs]);

export const Authenticated = opening("Authenticated", "While a usable token is held.", [gives()]);

export const Unauthenticated = opening("Unauthenticated", "When the source says that nobody is signed in.", [
  saysSignedOut,
]);

export const NoneOpen = opening(null, "An error opens no gate; it is shown by `AuthErrorBoundary`.", [throws]);
