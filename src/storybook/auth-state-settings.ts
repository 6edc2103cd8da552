import type { TestAssistantCloudProviderProps } from "../testing/test-assistant-cloud-provider.tsx";

/**
 * The auth state of a story. The story sets it in `parameters.assistantCloudAuth`. The toolbar overrides `state`,
 * `userId`, `workspaceId` and `live`.
 */
export interface AuthStateSettings
  extends Pick<
    TestAssistantCloudProviderProps,
    "state" | "userId" | "workspaceId" | "baseUrl" | "fetch" | "queryClient" | "onEvent"
  > {
  /**
   * Whether time passes. If true, tokens age, and the engine refreshes them and retries after failures. Default: false.
   */
  live?: boolean;
  /**
   * The time on the story's clock when the auth state begins. A fixed time makes screenshots repeatable. Default: the
   * current time.
   */
  now?: Date;
  /** Whether to omit the test provider. Set this option if the story renders its own provider. Default: false. */
  disable?: boolean;
}

/** The parameters of {@link withAuthState}. Write `parameters: { … } satisfies AuthStateParameters`. */
export interface AuthStateParameters {
  assistantCloudAuth?: AuthStateSettings;
}
