import type { Meta, StoryObj } from "@storybook/react-vite";
import {
  type AssistantCloudAuthErrorCode,
  AuthErrorBoundary,
  backendTokenSource,
  providerTokenSource,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { expect, waitFor } from "storybook/test";
import { createTestToken } from "../src/testing/create-test-token.ts";
import { ErrorPanel } from "./parts/error-panel.tsx";
import { Stage, type StageProps } from "./parts/stage.tsx";
import { always, gives, givesText, hangs, type Step, throws } from "./parts/steps.ts";
import { TokenCard } from "./parts/token-card.tsx";

function Reader() {
  return <TokenCard result={useWorkspaceToken()} />;
}

const meta = {
  title: "Components/AuthErrorBoundary",
  args: {
    children: (
      <AuthErrorBoundary fallback={ErrorPanel}>
        <Reader />
      </AuthErrorBoundary>
    ),
  },
  render: (args) => <Stage {...args} />,
} satisfies Meta<StageProps>;

export default meta;
type Story = StoryObj<typeof meta>;

const about = (story: string) => ({ docs: { description: { story } } });

/** The app's own backend; what it answers is up to the story's `fetch`. */
const backend = backendTokenSource({ url: "/api/assistant-ui-token", key: "ada" });
/** An auth provider that has an ID token; the exchange is up to the story's `fetch`. */
const provider = providerTokenSource({ key: "ada", getToken: () => createTestToken() });

const answers =
  (status: number, body: object = {}, headers: Record<string, string> = {}): typeof fetch =>
  () =>
    Promise.resolve(Response.json(body, { status, headers }));

/** A story whose fallback shows one code, and stays. */
function showing(code: AssistantCloudAuthErrorCode, story: string, args: Partial<StageProps>): Story {
  return {
    args,
    parameters: about(story),
    play: async ({ canvas }) => {
      await waitFor(() => expect(canvas.getByRole("alert")).toHaveTextContent(code), { timeout: 8_000 });
      await expect(canvas.getByText(code, { selector: "code" })).toBeVisible();
      await expect(canvas.getByRole("button", { name: "Try again" })).toBeEnabled();
      await expect(canvas.queryByRole("region", { name: "Workspace token" })).toBeNull();
    },
  };
}

export const Unauthenticated = showing("unauthenticated", "The app's own backend answers 401: the session is over.", {
  tokenSource: backend,
  fetch: answers(401, { error: "Unauthorized" }),
});

export const SourceFailed = showing("source_failed", "The function that should give a token throws.", {
  script: [throws],
});

export const SourceTimeout = showing("source_timeout", "The token source does not answer before its deadline.", {
  script: [hangs],
  sourceTimeoutMs: 100,
});

export const Network = showing("network", "The app's backend cannot be reached.", { tokenSource: backend });

export const Offline: Story = {
  ...showing("offline", "The same, while the browser says that it is offline.", { tokenSource: backend }),
  beforeEach: () => {
    Object.defineProperty(navigator, "onLine", { configurable: true, get: () => false });
    return () => {
      Reflect.deleteProperty(navigator, "onLine");
    };
  },
};

export const RateLimited = showing("rate_limited", "The backend answers 429 and asks for half a minute of peace.", {
  tokenSource: backend,
  fetch: answers(429, { error: "Too many requests" }, { "Retry-After": "30" }),
});

export const Rejected = showing("rejected", "The cloud has no auth rule for the provider's ID token.", {
  tokenSource: provider,
  fetch: answers(403, { error: "Forbidden" }),
});

export const ExchangeFailed = showing("exchange_failed", "The cloud fails at exchanging the ID token.", {
  tokenSource: provider,
  fetch: answers(500, { error: "Internal server error" }),
});

export const InvalidToken = showing("invalid_token", "The source returns a page of HTML in place of a token.", {
  script: [givesText("<!doctype html><title>Sign in</title>")],
});

export const ExpiredToken = showing("expired_token", "The source keeps returning a token that has expired.", {
  script: [gives({ age: 600 })],
});

export const CircuitOpen = showing("circuit_open", "After three dead tokens in a row the source is left alone.", {
  live: true,
  script: [always(gives({ age: 600 }))],
});

export const IdentityMismatch: Story = {
  args: { secondsLater: 400, script: [gives(), gives({ userId: "grace", workspaceId: "org_navy:grace" })] },
  parameters: about("After Ada's token ran out, the source gives Grace's while its `key` still says Ada."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText("identity_mismatch")).toBeVisible();
    await expect(canvas.queryByText("org_navy:grace")).toBeNull();
  },
};

export const Configuration = showing("configuration", "An API key has reached the browser, and is refused.", {
  script: [givesText(`sk_aui_proj_${"0".repeat(24)}`)],
});

export const RejectedInTheDark: Story = { ...Rejected, globals: { theme: "dark" } };

/** A step that refuses so often, and then gives a token. */
function refusesFirst(times: number, then: Step): Step[] {
  return [...new Array<Step>(times).fill(givesText("not a token")), then];
}

export const TryAgainRecovers: Story = {
  args: { script: refusesFirst(1, gives()) },
  parameters: about("One press makes one new attempt; it succeeds, and the app is back."),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Try again" }));
    await expect(await canvas.findByText("org_acme:ada")).toBeVisible();
    await expect(canvas.queryByRole("alert")).toBeNull();
  },
};

export const TryAgainUnderWay: Story = {
  args: { script: refusesFirst(1, hangs) },
  parameters: about("The attempt that the press began is under way."),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Try again" }));
    await expect(await canvas.findByRole("button", { name: "Trying …" })).toBeDisabled();
    await expect(canvas.getByRole("alert")).toHaveAttribute("aria-busy", "true");
  },
};

export const TryAgainFailsAgain: Story = {
  args: { script: [givesText("not a token"), throws] },
  parameters: about("The attempt fails for another reason: the fallback stays and tells the new one."),
  play: async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText("invalid_token")).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Try again" }));
    await expect(await canvas.findByText("source_failed")).toBeVisible();
    await expect(canvas.getByRole("button", { name: "Try again" })).toBeEnabled();
  },
};

export const HealsByItself: Story = {
  args: { live: true, script: [throws, gives()] },
  parameters: about("Nobody presses: the engine tries again after a second, and the fallback goes away."),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("alert")).toHaveTextContent("source_failed");
    await waitFor(() => expect(canvas.queryByRole("alert")).toBeNull(), { timeout: 8_000 });
    await expect(canvas.getByText("org_acme:ada")).toBeVisible();
  },
};

export const NothingToShow: Story = {
  args: { secondsLater: 250, script: [gives(), throws] },
  parameters: about("A failed refresh with a usable token does not reach the boundary: the app stays."),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole("note")).toHaveTextContent("source_failed"), { timeout: 5_000 });
    await expect(canvas.queryByRole("alert")).toBeNull();
  },
};
