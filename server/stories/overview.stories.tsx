import type { Meta, StoryObj } from "@storybook/react-vite";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { expect, userEvent, waitFor } from "storybook/test";
import { OverviewPage } from "../dashboard/overview/overview-page.tsx";
import { type Answer, answers, isUnreachable, neverResponds, withoutKeys } from "./answers.ts";

const AUTHORITY_URL = "https://auth.example/";

/** Responds to requests to the simulated authority. A story can replace this function. */
let answer: Answer = answers;

function mockAuthority(first: Answer) {
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

const withDescription = (story: string) => ({ docs: { description: { story } } });
/** A timeout longer than the pause between two health checks. */
const longTimeout = { timeout: 10_000 };

export const Loading: Story = {
  beforeEach: mockAuthority(neverResponds),
  parameters: withDescription("Until the first check completes."),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("heading", { name: "Checking the authority…" })).toBeVisible();
    await expect(canvas.getAllByText("Waiting for the authority…")).toHaveLength(2);
    await expect(canvas.getByText("Not checked yet")).toBeVisible();
  },
};

export const Up: Story = {
  beforeEach: mockAuthority(answers),
  parameters: withDescription("The authority is up; its URL is filled in everywhere."),
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByRole("heading", { name: "The authority is up." });
    await waitFor(() => expect(canvas.getAllByText("ES256")).toHaveLength(2));
    await expect(canvasElement).toHaveTextContent('baseUrl="https://auth.example"');
  },
};

export const Unreachable: Story = {
  beforeEach: mockAuthority(isUnreachable),
  parameters: withDescription("The authority has never responded."),
  play: async ({ canvas }) => {
    await canvas.findByRole("heading", { name: "The authority is unreachable." });
    await expect(canvas.getByText(/No server responds at this URL\./)).toBeVisible();
  },
};

export const Recovered: Story = {
  beforeEach: mockAuthority(answers),
  parameters: withDescription("The authority was down and is back up; the strip of checks shows the gap."),
  play: async ({ canvas }) => {
    const checkNow = canvas.getByRole("button", { name: "Check now" });
    await canvas.findByRole("heading", { name: "The authority is up." });
    answer = isUnreachable;
    await userEvent.click(checkNow);
    await canvas.findByRole("heading", { name: "The authority is unreachable." }, longTimeout);
    answer = answers;
    await userEvent.click(checkNow);
    await canvas.findByText(/Back up since .* of downtime\./, {}, longTimeout);
  },
};

export const KeysUnavailable: Story = {
  beforeEach: mockAuthority(withoutKeys),
  parameters: withDescription("The authority is up, but one of its documents fails to load."),
  play: async ({ canvas }) => {
    await canvas.findByText("The authority responded with HTTP 503.", {}, longTimeout);
    await expect(canvas.getByRole("heading", { name: "The authority is up." })).toBeVisible();
  },
};
