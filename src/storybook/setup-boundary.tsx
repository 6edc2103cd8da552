import { Component, type ReactNode } from "react";
import { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import { StoryNotice } from "./story-notice.tsx";

interface SetupBoundaryProps {
  /** Whether the story shows the error `configuration` on purpose. Default: false. */
  isExpected?: boolean;
  children: ReactNode;
}

/**
 * Renders a story. If the story throws an error about its setup, for example about a second copy of this package, this
 * component renders a notice instead.
 */
export class SetupBoundary extends Component<SetupBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (this.props.isExpected || !isConfigurationError(error)) throw error;
    if (error instanceof AssistantCloudAuthError)
      return <StoryNotice title={error.message}>{error.remedy}</StoryNotice>;
    return (
      <StoryNotice title="This story loads another copy of assistant-cloud-auth than withAuthState.">
        Install one version. With Vite, add resolve.dedupe: ["assistant-cloud-auth"] and restart Storybook.
      </StoryNotice>
    );
  }
}

const isConfigurationError = (error: unknown): error is AssistantCloudAuthError =>
  isAssistantCloudAuthError(error) && error.code === "configuration";
