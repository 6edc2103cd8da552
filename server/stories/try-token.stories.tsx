import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, userEvent } from "storybook/test";
import { TryTokenPage } from "../dashboard/try-token/try-token-page.tsx";
import { type AdminResponder, answerAdmin, failsToConnect, neverResponds, respondsWith } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";
import { accepted, opaque, refused, unknown } from "./try-token-api.ts";

const withDescription = (story: string) => ({ docs: { description: { story } } });
const answering = (answer: AdminResponder) => answerAdmin({ "POST try-token": answer });

const meta = {
  title: "Dashboard/TryTokenPage",
  component: TryTokenPage,
  decorators: [
    (Story) => (
      <PageFrame>
        <Story />
      </PageFrame>
    ),
  ],
} satisfies Meta<typeof TryTokenPage>;

export default meta;
type Story = StoryObj<typeof meta>;
type Canvas = Parameters<NonNullable<Story["play"]>>[0]["canvas"];

async function attempt(canvas: Canvas) {
  await userEvent.type(canvas.getByRole("textbox", { name: "Token" }), "eyJhbGciOiJSUzI1NiJ9.e30.c2ln");
  await userEvent.click(canvas.getByRole("button", { name: "Try token" }));
}

export const Nothing: Story = {
  beforeEach: answering(neverResponds),
  parameters: withDescription("Before anything is pasted."),
};

export const Waiting: Story = {
  beforeEach: answering(neverResponds),
  parameters: withDescription("While the authority fetches the provider's keys."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByText("Checking the token…");
  },
};

export const Accepted: Story = {
  beforeEach: answering(respondsWith(accepted)),
  parameters: withDescription("A rule accepts the token; shows the user and workspace."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByRole("heading", { name: "Accepted", level: 3 });
    await expect(canvas.getByText("org_9:user_2abc")).toBeVisible();
  },
};

export const Refused: Story = {
  beforeEach: answering(respondsWith(refused)),
  parameters: withDescription("The closest rule first, with the failed check and its remedy."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByRole("heading", { name: "Refused", level: 3 });
    await expect(canvas.getByText("Closest match")).toBeVisible();
  },
};

export const Unknown: Story = {
  beforeEach: answering(respondsWith(unknown)),
  parameters: withDescription("The authority could not fetch the keys, so the verdict is unknown."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByRole("heading", { name: "Not known", level: 3 });
  },
};

export const OpaqueToken: Story = {
  beforeEach: answering(respondsWith(opaque)),
  parameters: withDescription("An opaque token, which no rule can check."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByRole("region", { name: "Checks" });
  },
};

export const FieldError: Story = {
  beforeEach: answering(
    respondsWith({ error: "Some fields are invalid", fields: { token: "Is too long for a token" } }, 400),
  ),
  parameters: withDescription("The error appears next to the input, which keeps its value."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByText("Is too long for a token");
  },
};

export const Offline: Story = {
  beforeEach: answering(failsToConnect),
  parameters: withDescription("The authority is unreachable."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByText(/Could not reach the authority/);
  },
};
