import type { Meta, StoryObj } from "@storybook/react-vite";
import { isAssistantCloudAuthError, useAuthorizedFetch } from "assistant-cloud-auth";
import { TestAssistantCloudProvider } from "assistant-cloud-auth/testing";
import { useState } from "react";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { type Guide, storyParameters, withOwnProvider } from "./parts/guide.ts";
import { tokenNumber } from "./parts/token-number.ts";

interface RequesterProps {
  /**
   * Which requests the API accepts. With "the second request", the API rejects the first request with 401 and accepts
   * all later requests.
   */
  accepts: "every request" | "the second request" | "no request";
  signedIn: boolean;
}

/** Renders a button that sends a request, and a list of the requests that the API received. */
function Requester({ accepts, signedIn }: RequesterProps) {
  const [log, setLog] = useState<string[]>([]);
  const [count] = useState({ of: 0 });
  const api = async (input: RequestInfo | URL, init?: RequestInit) => {
    count.of += 1;
    const token = new Request(input, init).headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    const status = accepts === "every request" || (accepts === "the second request" && count.of > 1) ? 200 : 401;
    setLog((before) => [...before, `${status} GET /v1/threads with token ${tokenNumber(token)}`]);
    return Response.json({ threads: [] }, { status });
  };
  return (
    <TestAssistantCloudProvider state={signedIn ? "authenticated" : "unauthenticated"} fetch={api}>
      <Page log={log} />
    </TestAssistantCloudProvider>
  );
}

function Page({ log }: { log: readonly string[] }) {
  const authorizedFetch = useAuthorizedFetch();
  const [outcome, setOutcome] = useState("no request yet");
  const send = async () => {
    const outcome = await authorizedFetch("https://proj-test.assistant-api.com/v1/threads").then(
      (response) => `status ${response.status}`,
      (error) => (isAssistantCloudAuthError(error) ? error.code : "another error"),
    );
    setOutcome(outcome);
  };
  return (
    <Card title="Requests" aside={<code data-testid="outcome">{outcome}</code>}>
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

const guide: Guide = {
  use: "For your own requests to the API, or to a server that verifies workspace tokens. On a 401 it refreshes the token once and sends the request again.",
  example:
    'const authorizedFetch = useAuthorizedFetch();\nconst response = await authorizedFetch(new URL("/v1/threads", baseUrl));',
  does: [
    "Call it like `fetch`. It keeps its identity for the life of the provider.",
    "Check `response.ok`: the second 401 is returned to you.",
  ],
  avoids: [
    "Don't send it to a server that you don't trust. The request carries the user's token.",
    "Don't pass a body that can be read only once if the request is to be replayed.",
  ],
};

const meta = {
  title: "Hooks/useAuthorizedFetch",
  component: Requester,
  tags: ["autodocs"],
  parameters: { guide, assistantCloudAuth: withOwnProvider },
  args: { accepts: "every request", signedIn: true },
  argTypes: {
    accepts: {
      control: "inline-radio",
      options: ["every request", "the second request", "no request"],
      description: "Which requests the API of the story accepts.",
    },
    signedIn: { control: "boolean", description: "Whether a user is signed in." },
  },
} satisfies Meta<typeof Requester>;

export default meta;
type Story = StoryObj<typeof meta>;

/**
 * Creates a play function that presses the button and checks the displayed outcome. It also checks that the API
 * answered with `statuses`, and that each request had a different token.
 */
function expectOutcome(outcome: string, statuses: string[]): NonNullable<Story["play"]> {
  return async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Load threads" }));
    await waitFor(() => expect(canvas.getByTestId("outcome")).toHaveTextContent(outcome));
    const lines = canvas.queryAllByRole("listitem").map((item) => item.textContent ?? "");
    await expect(lines.map((line) => line.slice(0, 3))).toEqual(statuses);
    await expect(new Set(lines.map((line) => line.split(" ").at(-1))).size).toBe(lines.length);
  };
}

export const Answered: Story = {
  parameters: storyParameters("The request carries the workspace token in its `Authorization` header."),
  play: expectOutcome("status 200", ["200"]),
};

export const RefreshedAndSentAgain: Story = {
  args: { accepts: "the second request" },
  parameters: storyParameters("The API rejects the token once. The hook refreshes it and sends the request again."),
  play: expectOutcome("status 200", ["401", "200"]),
};

export const RejectedTwice: Story = {
  args: { accepts: "no request" },
  parameters: storyParameters("The request is sent again once. The second 401 is returned to the caller."),
  play: expectOutcome("status 401", ["401", "401"]),
};

export const Unauthenticated: Story = {
  args: { signedIn: false },
  parameters: storyParameters("Nothing is sent without a token. The call rejects with `signed_out`."),
  play: expectOutcome("signed_out", []),
};
