import type { ReactElement } from "react";
import { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import { AuthErrorBoundary } from "../react/auth-error-boundary.tsx";
import { TestAssistantCloudProvider } from "../testing/test-assistant-cloud-provider.tsx";
import { tokenAgeIn } from "../testing/test-auth-state.ts";
import { type AuthState, type AuthStateContext, readAuthState } from "./read-auth-state.ts";
import { SetupBoundary } from "./setup-boundary.tsx";
import { useStoryClock } from "./story-clock.ts";
import { StoryNotice } from "./story-notice.tsx";

/** A story, as Storybook passes it to a decorator. */
type Story = () => ReactElement;

/**
 * Renders each story in the auth state that `parameters.assistantCloudAuth` or the toolbar selects. List this function
 * in Storybook's `decorators`. The real engine runs with a scripted token source and sends no requests. The default
 * `AuthErrorBoundary` surrounds the story.
 *
 * Requires Storybook 9 or 10 for React. For invalid parameters, the decorator renders a notice instead of the story.
 *
 * @throws `configuration` if your code calls this function, or if the Storybook is for another framework
 */
export function withAuthState(Story: Story, context: AuthStateContext): ReactElement {
  assertStorybook(Story, context);
  if (!("userEvent" in context)) {
    return <StoryNotice title="withAuthState needs Storybook 9 or 10.">Run npx storybook@latest upgrade.</StoryNotice>;
  }
  let settings: AuthState;
  try {
    settings = readAuthState(context);
  } catch (error) {
    if (!isAssistantCloudAuthError(error)) throw error;
    return <StoryNotice title={error.message}>{error.remedy}</StoryNotice>;
  }
  if (settings.disable === true) return <Story />;
  return (
    <InAuthState key={keyOf(settings)} {...settings}>
      <Story />
    </InAuthState>
  );
}

/**
 * Returns the React key of a story's provider. A change of `state`, `live` or `now` remounts the provider with a new
 * clock. Some states, such as `expired`, begin some time after the first token was issued. In these states, a change of
 * user or workspace also remounts the provider.
 */
function keyOf({ state, live, now, userId, workspaceId }: AuthState): string {
  return JSON.stringify([state, live, now, tokenAgeIn(state) > 0 && [userId, workspaceId]]);
}

function InAuthState({ state, live, now, disable: _, children, ...props }: AuthState & { children: ReactElement }) {
  const clock = useStoryClock({ state, now, live });
  return (
    <SetupBoundary>
      <TestAssistantCloudProvider {...props} state={state} clock={clock}>
        <AuthErrorBoundary>
          <SetupBoundary isExpected={state === "error:configuration"}>{children}</SetupBoundary>
        </AuthErrorBoundary>
      </TestAssistantCloudProvider>
    </SetupBoundary>
  );
}

function assertStorybook(Story: Story | undefined, context: AuthStateContext | undefined): void {
  if (Story === undefined || context === undefined) {
    throw new AssistantCloudAuthError(
      "configuration",
      "withAuthState was called, but it is the decorator itself. Write decorators: [withAuthState], without parentheses.",
    );
  }
  const renderer = context.parameters["renderer"];
  if (renderer === undefined || renderer === "react") return;
  throw new AssistantCloudAuthError(
    "configuration",
    `withAuthState cannot render into a Storybook for ${String(renderer)}. Use it in a Storybook for React.`,
  );
}
