import type { Meta, StoryObj } from "@storybook/react-vite";
import { isAssistantCloudAuthError, useAuthToken } from "assistant-cloud-auth";
import { useState } from "react";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { Stage, type StageProps } from "./parts/stage.tsx";
import { gives, saysSignedOut, throws } from "./parts/steps.ts";

/** Asks when it is pressed, and shows the last characters of each answer. */
function Asker() {
  const getToken = useAuthToken();
  const [answers, setAnswers] = useState<string[]>([]);
  const ask = async (forceRefresh: boolean) => {
    const answer = await getToken({ forceRefresh }).then(
      (token) => (token === null ? "null" : `…${token.slice(-6)}`),
      (error) => (isAssistantCloudAuthError(error) ? error.code : "another error"),
    );
    setAnswers((before) => [...before, answer]);
  };
  return (
    <Card title="getToken()">
      <div className="card-foot">
        <button type="button" className="button button-strong" onClick={() => void ask(false)}>
          Ask
        </button>
        <button type="button" className="button" onClick={() => void ask(true)}>
          Ask for another
        </button>
      </div>
      <ol className="log" aria-label="Answers">
        {answers.map((answer, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows
          <li key={index}>{answer}</li>
        ))}
      </ol>
    </Card>
  );
}

const meta = {
  title: "Hooks/useAuthToken",
  args: { children: <Asker /> },
  render: (args) => <Stage {...args} />,
} satisfies Meta<StageProps>;

export default meta;
type Story = StoryObj<typeof meta>;

const about = (story: string) => ({ docs: { description: { story } } });

export const TheTokenHeld: Story = {
  args: { script: [gives()] },
  parameters: about("Asked twice, it gives the token that is held; asked for another, it fetches one."),
  play: async ({ canvas, userEvent }) => {
    const ask = canvas.getByRole("button", { name: "Ask" });
    await userEvent.click(ask);
    await canvas.findAllByText(/^….{6}$/);
    await userEvent.click(ask);
    await userEvent.click(canvas.getByRole("button", { name: "Ask for another" }));
    const texts = () => canvas.getAllByRole("listitem").map((item) => item.textContent);
    await waitFor(() => expect(texts()).toHaveLength(3));
    const [first, second, third] = texts();
    await expect(second).toBe(first);
    await expect(third).not.toBe(first);
  },
};

export const NobodySignedIn: Story = {
  args: { script: [saysSignedOut] },
  parameters: about("It resolves to null."),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Ask" }));
    await expect(await canvas.findByText("null")).toBeVisible();
  },
};

export const Failing: Story = {
  args: { script: [throws] },
  parameters: about("It rejects with the typed error of the engine."),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Ask" }));
    await expect(await canvas.findByText("source_failed")).toBeVisible();
  },
};
