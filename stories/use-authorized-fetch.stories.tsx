import type { Meta, StoryObj } from "@storybook/react-vite";
import { isAssistantCloudAuthError, useAuthorizedFetch } from "assistant-cloud-auth";
import { useState } from "react";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { Stage, type StageProps } from "./parts/stage.tsx";
import { gives, saysSignedOut } from "./parts/steps.ts";

interface RequesterProps {
  /** Whether the API accepts a request, the first being number 1. */
  accepts: (number: number) => boolean;
  script: StageProps["script"] & object;
}

/** A page over an API that keeps a list of what it was sent. */
function Requester({ accepts, script }: RequesterProps) {
  const [log, setLog] = useState<string[]>([]);
  const [api] = useState(() => {
    let number = 0;
    return async (input: RequestInfo | URL, init?: RequestInit) => {
      number += 1;
      const token = new Request(input, init).headers.get("Authorization")?.slice(-6);
      const status = accepts(number) ? 200 : 401;
      setLog((before) => [...before, `${status} GET /v1/threads with …${token}`]);
      return Response.json({ threads: [] }, { status });
    };
  });
  return (
    <Stage script={script} fetch={api}>
      <Page log={log} />
    </Stage>
  );
}

function Page({ log }: { log: readonly string[] }) {
  const authorizedFetch = useAuthorizedFetch();
  const [outcome, setOutcome] = useState("none yet");
  const send = async () => {
    const outcome = await authorizedFetch("https://proj-example.assistant-api.com/v1/threads").then(
      (response) => `status ${response.status}`,
      (error) => (isAssistantCloudAuthError(error) ? error.code : "another error"),
    );
    setOutcome(outcome);
  };
  return (
    <Card title="The API's log" aside={<code data-testid="outcome">{outcome}</code>}>
      <ol className="log">
        {log.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows
          <li key={index}>{line}</li>
        ))}
      </ol>
      <div className="card-foot">
        <button type="button" className="button button-strong" onClick={() => void send()}>
          Load threads
        </button>
      </div>
    </Card>
  );
}

const meta: Meta<RequesterProps> = {
  title: "Hooks/useAuthorizedFetch",
  component: Requester,
  args: { accepts: () => true, script: [gives()] },
};

export default meta;
type Story = StoryObj<RequesterProps>;

const about = (story: string) => ({ docs: { description: { story } } });

/** Presses the button and waits for what the caller got, and what the API saw. */
function leadsTo(outcome: string, statuses: string[]): NonNullable<Story["play"]> {
  return async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Load threads" }));
    await waitFor(() => expect(canvas.getByTestId("outcome")).toHaveTextContent(outcome));
    const lines = canvas.queryAllByRole("listitem").map((item) => item.textContent ?? "");
    await expect(lines.map((line) => line.slice(0, 3))).toEqual(statuses);
    const tokens = lines.map((line) => line.slice(-6));
    await expect(new Set(tokens).size).toBe(tokens.length);
  };
}

export const Answered: Story = {
  parameters: about("The request carries the workspace token as bearer."),
  play: leadsTo("status 200", ["200"]),
};

export const RefreshedAndSentAgain: Story = {
  args: { accepts: (number) => number > 1 },
  parameters: about("The API refuses the token once: it is refreshed, and the request is sent again with the new one."),
  play: leadsTo("status 200", ["401", "200"]),
};

export const RefusedTwice: Story = {
  args: { accepts: () => false },
  parameters: about("It is sent again once, not for ever: the second 401 is the caller's."),
  play: leadsTo("status 401", ["401", "401"]),
};

export const NobodySignedIn: Story = {
  args: { script: [saysSignedOut] },
  parameters: about("Nothing is sent without a token; the call rejects with `signed_out`."),
  play: leadsTo("signed_out", []),
};
