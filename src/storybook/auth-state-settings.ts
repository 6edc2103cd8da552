import type { TestAssistantCloudProviderProps } from "../testing/test-assistant-cloud-provider.tsx";

/**
 * The auth state of a story, in its `parameters.assistantCloudAuth`. The toolbar overrides `state`, `userId`,
 * `workspaceId` and `live`.
 */
export interface AuthStateSettings
  extends Pick<
    TestAssistantCloudProviderProps,
    "state" | "userId" | "workspaceId" | "baseUrl" | "fetch" | "queryClient" | "onEvent"
  > {
  /**
   * Whether time passes, so that tokens age and the engine refreshes them and retries after failures. Default: false,
   * so time is frozen.
   */
  live?: boolean;
  /**
   * The time on the story's clock when the auth state begins. Set it for a screenshot that shows a time. Default: the
   * current time.
   */
  now?: Date;
  /** Whether to render the story without a test provider, for a story that has its own provider. Default: false. */
  disable?: boolean;
}

/** The parameters of {@link withAuthState}. Write `parameters: { … } satisfies AuthStateParameters`. */
export interface AuthStateParameters {
  assistantCloudAuth?: AuthStateSettings;
}
