import type { Meta, StoryObj } from "@storybook/react-vite";
import { isAssistantCloudAuthError, useAuthToken } from "assistant-cloud-auth";
import { useState } from "react";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { type Guide, storyParameters } from "./parts/guide.ts";
import { tokenNumber } from "./parts/token-number.ts";

function Caller({ forceRefresh }: { forceRefresh: boolean }) {
  const getToken = useAuthToken();
  const [answers, setAnswers] = useState<string[]>([]);
  const call = async () => {
    const answer = await getToken({ forceRefresh }).then(
      (token) => (token === null ? "null" : `token ${tokenNumber(token)}`),
      (error) => (isAssistantCloudAuthError(error) ? error.code : "another error"),
    );
    setAnswers((before) => [...before, answer]);
  };
  return (
    <Card title="getToken()">
      <div className="card-foot">
        <button type="button" className="button button-strong" onClick={() => void call()}>
          Get token
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

const guide: Guide = {
  use: "For a client that requests a token for each call, such as `authToken` of `AssistantCloud`. The function keeps its identity for the life of the provider.",
  example: "const getToken = useAuthToken();\nconst token = await getToken();",
  does: [
    "Call it for each request. A usable token is returned from memory.",
    "Handle `null`: no user is signed in.",
    "Pass `forceRefresh: true` after a server has rejected the token.",
  ],
  avoids: [
    "Don't call it while rendering.",
    "Don't pass `forceRefresh: true` to every call. The engine limits calls of the source to ten a minute.",
  ],
};

const meta = {
  title: "Hooks/useAuthToken",
  component: Caller,
  tags: ["autodocs"],
  parameters: { guide },
  args: { forceRefresh: false },
  argTypes: {
    forceRefresh: {
      control: "boolean",
      description: "Fetches another token, although the one in memory is usable.",
      table: { type: { summary: "boolean" }, defaultValue: { summary: "false" } },
    },
  },
} satisfies Meta<typeof Caller>;

export default meta;
type Story = StoryObj<typeof meta>;

/**
 * Creates a play function that presses the button `count` times. After each press, it waits for the result. At the end,
 * it passes the texts of all results to `check`.
 */
function expectAnswers(count: number, check: (texts: (string | null)[]) => Promise<void>): NonNullable<Story["play"]> {
  return async ({ canvas, userEvent }) => {
    const texts = () => canvas.queryAllByRole("listitem").map((item) => item.textContent);
    for (let number = 1; number <= count; number += 1) {
      await userEvent.click(canvas.getByRole("button", { name: "Get token" }));
      await waitFor(() => expect(texts()).toHaveLength(number));
    }
    await check(texts());
  };
}

export const Authenticated: Story = {
  parameters: storyParameters("Two calls return the token in memory."),
  play: expectAnswers(2, async ([first, second]) => {
    await expect(first).toMatch(/^token \d+$/);
    await expect(second).toBe(first);
  }),
};

export const ForceRefresh: Story = {
  args: { forceRefresh: true },
  parameters: storyParameters("Each call fetches another token."),
  play: expectAnswers(2, async ([first, second]) => {
    await expect(second).toMatch(/^token \d+$/);
    await expect(second).not.toBe(first);
  }),
};

export const Unauthenticated: Story = {
  parameters: storyParameters("The call resolves to null.", { state: "unauthenticated" }),
  play: expectAnswers(1, async ([first]) => {
    await expect(first).toBe("null");
  }),
};

export const Failing: Story = {
  parameters: storyParameters("The call rejects with the typed error of the engine.", { state: "error:source_failed" }),
  play: expectAnswers(1, async ([first]) => {
    await expect(first).toBe("source_failed");
  }),
};
