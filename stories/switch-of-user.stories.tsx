import type { Meta, StoryObj } from "@storybook/react-vite";
import { AssistantCloudProvider, type TokenSource, useWorkspaceToken } from "assistant-cloud-auth";
import { createTestClock, createTestToken } from "assistant-cloud-auth/testing";
import { useState } from "react";
import { expect, waitFor } from "storybook/test";
import { type Guide, storyParameters, withOwnProvider } from "./parts/guide.ts";
import { NOON } from "./parts/noon.ts";
import { type Person, PersonSwitch } from "./parts/person-switch.tsx";
import { TokenCard } from "./parts/token-card.tsx";

const ADA = { id: "ada", name: "Ada", workspaceId: "org_acme:ada" };
const GRACE = { id: "grace", name: "Grace", workspaceId: "org_navy:grace" };

interface SwitchProps {
  /** The user whose token arrives only after a press of "Deliver the late token". */
  delayedUser: "no user" | "ada" | "grace";
}

/** Renders a page with a button that signs Ada in, and a button that signs Grace in. */
function Switch({ delayedUser }: SwitchProps) {
  const [signedIn, setSignedIn] = useState(ADA.id);
  const [gate] = useState(createGate);
  const [clock] = useState(() => createTestClock({ start: NOON }));
  const person = signedIn === ADA.id ? ADA : GRACE;
  const tokenSource: TokenSource = {
    kind: "backend",
    key: person.id,
    getToken: () => (delayedUser === person.id ? gate.opened.then(() => mintFor(person)) : mintFor(person)),
  };
  return (
    <div className="stack">
      <PersonSwitch people={[ADA, GRACE]} signedIn={signedIn} onSwitch={setSignedIn} />
      <AssistantCloudProvider
        baseUrl="https://proj-example.assistant-api.com"
        tokenSource={tokenSource}
        clock={clock}
        shareAcrossTabs={false}
      >
        <Reader />
      </AssistantCloudProvider>
      {delayedUser !== "no user" && (
        <button type="button" className="button" onClick={gate.open}>
          Deliver the late token
        </button>
      )}
    </div>
  );
}

function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const mintFor = ({ id, workspaceId }: Person) => createTestToken({ userId: id, workspaceId, issuedAt: NOON });

function Reader() {
  return <TokenCard result={useWorkspaceToken()} />;
}

const guide: Guide = {
  use: "No setup is needed. When the `key` of the token source changes, the engine drops the previous user's token. It no longer shows, caches or sends anything of that user.",
  example:
    'const tokenSource = backendTokenSource({ url: "/api/assistant-ui-token", key: [orgId, userId].join(":") });',
  does: ["Put everything into the `key` that decides the workspace: user and organization."],
  avoids: ["Don't keep the `key` when the user changes. The engine rejects such a token with `identity_mismatch`."],
};

const meta = {
  title: "Behavior/Switch of user",
  component: Switch,
  tags: ["autodocs"],
  parameters: { guide, assistantCloudAuth: withOwnProvider },
  args: { delayedUser: "no user" },
  argTypes: {
    delayedUser: {
      control: "inline-radio",
      options: ["no user", "ada", "grace"],
      description: "Whose token arrives only when the button is pressed.",
    },
  },
} satisfies Meta<typeof Switch>;

export default meta;
type Story = StoryObj<typeof meta>;

export const AnotherSignsIn: Story = {
  parameters: storyParameters("The key changes. The engine drops the old token and fetches the new user's."),
  play: async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText(ADA.workspaceId)).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Grace" }));
    await expect(await canvas.findByText(GRACE.workspaceId)).toBeVisible();
    await expect(canvas.queryByText(ADA.workspaceId)).toBeNull();
  },
};

export const NothingOfTheUserBefore: Story = {
  args: { delayedUser: "grace" },
  parameters: storyParameters("While the new user's token is in flight, nothing of the previous user is shown."),
  play: async ({ canvas, userEvent }) => {
    await canvas.findByText(ADA.workspaceId);
    await userEvent.click(canvas.getByRole("button", { name: "Grace" }));
    await expect(canvas.getByRole("status")).toHaveTextContent(/^loading$/);
    await expect(canvas.queryByText(ADA.workspaceId)).toBeNull();
  },
};

export const LateAnswerIsDropped: Story = {
  args: { delayedUser: "ada" },
  parameters: storyParameters("Ada's token arrives after Grace has signed in. It is never shown."),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Grace" }));
    await canvas.findByText(GRACE.workspaceId);
    await userEvent.click(canvas.getByRole("button", { name: "Deliver the late token" }));
    await waitFor(() => expect(canvas.getByText(GRACE.workspaceId)).toBeVisible());
    await expect(canvas.queryByText(ADA.workspaceId)).toBeNull();
  },
};
