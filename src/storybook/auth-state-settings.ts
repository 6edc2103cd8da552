import type { TestAssistantCloudProviderProps } from "../testing/test-assistant-cloud-provider.tsx";

/**
 * The authentication state of a story, as its `parameters.assistantCloudAuth`. The toolbar overrides `state`, `userId`,
 * `workspaceId` and `live`.
 */
export interface AuthStateSettings
  extends Pick<
    TestAssistantCloudProviderProps,
    "state" | "userId" | "workspaceId" | "baseUrl" | "fetch" | "queryClient" | "onEvent"
  > {
  /** Whether time passes: the token ages, refreshes fall due, failed ones are retried. Default: false, the state stays. */
  live?: boolean;
  /** What the clock reads when the state begins. Default: the present time. Set it where a screenshot shows a time. */
  now?: Date;
  /** Renders the story without a provider, for a story that has its own. Default: false. */
  disable?: boolean;
}

/** The parameters of {@link withAuthState}: `parameters: { … } satisfies AuthStateParameters`. */
export interface AuthStateParameters {
  assistantCloudAuth?: AuthStateSettings;
}
