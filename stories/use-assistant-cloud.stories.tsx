import type { Meta, StoryObj } from "@storybook/react-vite";
import { isAssistantCloudAuthError, useAuthStatus } from "assistant-cloud-auth";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";
import { useState } from "react";
import { expect, waitFor } from "storybook/test";
import { Card } from "./parts/card.tsx";
import { type Guide, storyParameters } from "./parts/guide.ts";

function ThreadList() {
  const cloud = useAssistantCloud({ telemetry: false });
  const { status } = useAuthStatus();
  const [titles, setTitles] = useState<readonly string[]>([]);
  const [error, setError] = useState<string | null>(null);
  const load = () =>
    cloud.threads.list().then(
      ({ threads }) => setTitles(threads.map(({ title }) => title)),
      (failure) => setError(isAssistantCloudAuthError(failure) ? failure.code : "another error"),
    );
  return (
    <Card title="Threads" aside={error !== null && <code className="code">{error}</code>}>
      <ul className="log">
        {titles.map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
      <div className="card-foot">
        <button
          type="button"
          className="button button-strong"
          onClick={() => void load()}
          disabled={status === "loading"}
        >
          Load threads
        </button>
      </div>
    </Card>
  );
}

const guide: Guide = {
  use: "For assistant-ui: pass the client as `cloud` to its runtimes. It is the `AssistantCloud` of the npm package `assistant-cloud`, and the engine supplies its tokens.",
  example:
    'import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";\n\nconst cloud = useAssistantCloud();',
  does: [
    "Install `assistant-cloud` next to this package.",
    "Give a component that keeps threads a `key` of the workspace: another user or workspace gets another client.",
  ],
  avoids: [
    "Don't create an `AssistantCloud` yourself. It would fetch its own tokens.",
    "Don't keep the client beyond the component. It rejects with `superseded` after the user changes.",
  ],
};

const thread = {
  external_id: null,
  project_id: "proj_test",
  workspace_id: "org_acme:ada",
  created_at: "2026-01-01T11:00:00.000Z",
  updated_at: "2026-01-01T11:00:00.000Z",
  last_message_at: "2026-01-01T11:00:00.000Z",
  metadata: null,
  is_archived: false,
};

/**
 * Replaces the global `fetch` with a function that answers the requests of the `AssistantCloud` client. Returns a
 * function that restores the original `fetch`.
 */
function answerThreads() {
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith("https://proj-test.assistant-api.com/")) return original(input, init);
    const threads = ["Refreshing a token", "Signing out"].map((title, number) => ({
      ...thread,
      id: `thread_${number}`,
      title,
    }));
    return Promise.resolve(Response.json({ threads }));
  };
  return () => {
    globalThis.fetch = original;
  };
}

const meta = {
  title: "Hooks/useAssistantCloud",
  component: ThreadList,
  tags: ["autodocs"],
  parameters: { guide },
  beforeEach: answerThreads,
} satisfies Meta<typeof ThreadList>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Authenticated: Story = {
  parameters: storyParameters("The client lists the threads of the workspace."),
  play: async ({ canvas, userEvent }) => {
    const button = canvas.getByRole("button", { name: "Load threads" });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    await expect(await canvas.findByText("Refreshing a token")).toBeVisible();
  },
};

export const Unauthenticated: Story = {
  parameters: storyParameters("No request is sent. The call rejects with `signed_out`.", { state: "unauthenticated" }),
  play: async ({ canvas, userEvent }) => {
    const button = canvas.getByRole("button", { name: "Load threads" });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    await waitFor(() => expect(canvas.getByText("signed_out", { selector: ".code" })).toBeVisible());
    await expect(canvas.queryByRole("listitem")).toBeNull();
  },
};
