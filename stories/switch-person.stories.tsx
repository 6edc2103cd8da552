import type { Meta, StoryObj } from "@storybook/react-vite";
import { type TokenSource, useWorkspaceToken } from "assistant-cloud-auth";
import { useState } from "react";
import { expect, waitFor } from "storybook/test";
import { createTestToken } from "../src/testing/create-test-token.ts";
import { type Person, PersonSwitch } from "./parts/person-switch.tsx";
import { Stage } from "./parts/stage.tsx";
import { TokenCard } from "./parts/token-card.tsx";

const ADA = { id: "ada", name: "Ada", workspaceId: "org_acme:ada" };
const GRACE = { id: "grace", name: "Grace", workspaceId: "org_navy:grace" };

interface SwitchProps {
  /** Gives the token of a person; `answer` is called by the story's button for those who are slow. */
  slow: readonly string[];
}

/** A page on which one person signs out and another in. */
function Switch({ slow }: SwitchProps) {
  const [signedIn, setSignedIn] = useState(ADA.id);
  const [gate] = useState(createGate);
  const person = signedIn === ADA.id ? ADA : GRACE;
  const tokenSource: TokenSource = {
    kind: "backend",
    key: person.id,
    getToken: () => (slow.includes(person.id) ? gate.opened.then(() => mintFor(person)) : mintFor(person)),
  };
  return (
    <div className="stack">
      <PersonSwitch people={[ADA, GRACE]} signedIn={signedIn} onSwitch={setSignedIn} />
      <Stage tokenSource={tokenSource}>
        <Reader />
      </Stage>
      {slow.length > 0 && (
        <button type="button" className="button" onClick={gate.open}>
          Let the slow answer come
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

const mintFor = ({ id, workspaceId }: Person) =>
  createTestToken({ userId: id, workspaceId, issuedAt: new Date("2026-01-01T12:00:00Z") });

function Reader() {
  return <TokenCard result={useWorkspaceToken()} />;
}

const meta = {
  title: "Behaviour/Switch of person",
  component: Switch,
  args: { slow: [] },
} satisfies Meta<typeof Switch>;

export default meta;
type Story = StoryObj<typeof meta>;

const about = (story: string) => ({ docs: { description: { story } } });

export const AnotherSignsIn: Story = {
  parameters: about("The source's key changes: the old token is dropped at once, and the new person's is fetched."),
  play: async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText(ADA.workspaceId)).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Grace" }));
    await expect(await canvas.findByText(GRACE.workspaceId)).toBeVisible();
    await expect(canvas.queryByText(ADA.workspaceId)).toBeNull();
  },
};

export const NothingOfTheOneBefore: Story = {
  args: { slow: ["grace"] },
  parameters: about("While the new person's token is on its way, nothing of the one before is shown."),
  play: async ({ canvas, userEvent }) => {
    await canvas.findByText(ADA.workspaceId);
    await userEvent.click(canvas.getByRole("button", { name: "Grace" }));
    await expect(canvas.getByRole("status")).toHaveTextContent(/^loading$/);
    await expect(canvas.queryByText(ADA.workspaceId)).toBeNull();
  },
};

export const ALateAnswerIsDropped: Story = {
  args: { slow: ["ada"] },
  parameters: about("Ada's token arrives after Grace has signed in: it is never shown."),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Grace" }));
    await canvas.findByText(GRACE.workspaceId);
    await userEvent.click(canvas.getByRole("button", { name: "Let the slow answer come" }));
    await waitFor(() => expect(canvas.getByText(GRACE.workspaceId)).toBeVisible());
    await expect(canvas.queryByText(ADA.workspaceId)).toBeNull();
  },
};
