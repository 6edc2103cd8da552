import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, userEvent } from "storybook/test";
import { TryTokenPage } from "../dashboard/try-token/try-token-page.tsx";
import { type AdminAnswer, answerAdmin, gives, hangs, isGone } from "./admin-answers.ts";
import { PageFrame } from "./page-frame.tsx";
import { accepted, opaque, refused, unknown } from "./try-token-api.ts";

const told = (story: string) => ({ docs: { description: { story } } });
const answering = (answer: AdminAnswer) => answerAdmin({ "POST try-token": answer });

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
  await userEvent.click(canvas.getByRole("button", { name: "Try the token" }));
}

export const Nothing: Story = {
  beforeEach: answering(hangs),
  parameters: told("Before anything is pasted."),
};

export const Waiting: Story = {
  beforeEach: answering(hangs),
  parameters: told("The provider's keys are being asked for."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByText("Trying …");
  },
};

export const Accepted: Story = {
  beforeEach: answering(gives(accepted)),
  parameters: told("A rule takes it; for whom a workspace token would be made."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByRole("heading", { name: "Accepted", level: 3 });
    await expect(canvas.getByText("org_9:user_2abc")).toBeVisible();
  },
};

export const Refused: Story = {
  beforeEach: answering(gives(refused)),
  parameters: told("The nearest rule first, with what is in the way and what to do."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByRole("heading", { name: "Refused", level: 3 });
    await expect(canvas.getByText("Nearest")).toBeVisible();
  },
};

export const Unknown: Story = {
  beforeEach: answering(gives(unknown)),
  parameters: told("It hangs on keys that could not be fetched."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByRole("heading", { name: "Not known", level: 3 });
  },
};

export const NoJwt: Story = {
  beforeEach: answering(gives(opaque)),
  parameters: told("Nothing that a rule could look at."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByRole("region", { name: "Checks" });
  },
};

export const FieldError: Story = {
  beforeEach: answering(
    gives({ error: "Some fields are not right", fields: { token: "Is too long for a token" } }, 400),
  ),
  parameters: told("What is wrong stands beside the input, and what was pasted stays."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByText("Is too long for a token");
  },
};

export const Offline: Story = {
  beforeEach: answering(isGone),
  parameters: told("The authority cannot be reached."),
  play: async ({ canvas }) => {
    await attempt(canvas);
    await canvas.findByText(/could not be reached/);
  },
};
