import type { Meta, StoryObj } from "@storybook/react-vite";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { expect, userEvent, waitFor } from "storybook/test";
import { OverviewPage } from "../dashboard/overview/overview-page.tsx";
import { type Answer, answers, hangs, refuses, withoutKeys } from "./answers.ts";

const AUTHORITY_URL = "https://auth.example/";

/** What answers at the address now; a story may change it. */
let answer: Answer = answers;

/** Stands in for the network, which an authority at this address is not on. */
function answerBy(first: Answer) {
  return () => {
    const real = globalThis.fetch;
    answer = first;
    globalThis.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      return url.startsWith(AUTHORITY_URL) ? answer(url.slice(AUTHORITY_URL.length)) : real(input, init);
    };
    return () => {
      globalThis.fetch = real;
    };
  };
}

function Board({ authorityUrl }: { authorityUrl: string }) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <OverviewPage authorityUrl={authorityUrl} />
    </QueryClientProvider>
  );
}

const meta = {
  title: "Dashboard/OverviewPage",
  component: Board,
  args: { authorityUrl: AUTHORITY_URL },
} satisfies Meta<typeof Board>;

export default meta;
type Story = StoryObj<typeof meta>;

const told = (story: string) => ({ docs: { description: { story } } });
/** Outlasts the pause between two checks. */
const patiently = { timeout: 10_000 };

export const Loading: Story = {
  beforeEach: answerBy(hangs),
  parameters: told("Until the first check has an answer."),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("heading", { name: "Looking for the authority …" })).toBeVisible();
    await expect(canvas.getAllByText("Waiting for the authority …")).toHaveLength(2);
    await expect(canvas.getByText("Not checked yet")).toBeVisible();
  },
};

export const Up: Story = {
  beforeEach: answerBy(answers),
  parameters: told("It answers; its address is filled in wherever one is asked for."),
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByRole("heading", { name: "The authority is up." });
    await waitFor(() => expect(canvas.getAllByText("ES256")).toHaveLength(2));
    await expect(canvasElement).toHaveTextContent('baseUrl="https://auth.example"');
  },
};

export const Unreachable: Story = {
  beforeEach: answerBy(refuses),
  parameters: told("Nothing answers, and nothing ever has."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "The authority is unreachable." });
    await expect(canvas.getByText(/Nothing answers at this address\./)).toBeVisible();
  },
};

export const Recovered: Story = {
  beforeEach: answerBy(answers),
  parameters: told("It went away and came back; the strip of checks shows the gap."),
  play: async ({ canvas }) => {
    const checkNow = canvas.getByRole("button", { name: "Check now" });
    await canvas.findByRole("heading", { name: "The authority is up." });
    answer = refuses;
    await userEvent.click(checkNow);
    await canvas.findByRole("heading", { name: "The authority is unreachable." }, patiently);
    answer = answers;
    await userEvent.click(checkNow);
    await canvas.findByText(/It answers again since .* away\./, {}, patiently);
  },
};

export const KeysUnavailable: Story = {
  beforeEach: answerBy(withoutKeys),
  parameters: told("Up, but one of its documents cannot be read."),
  play: async ({ canvas }) => {
    await canvas.findByText("It answered with HTTP 503.", {}, patiently);
    await expect(canvas.getByRole("heading", { name: "The authority is up." })).toBeVisible();
  },
};
