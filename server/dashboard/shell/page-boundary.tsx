import { Component, type ReactNode } from "react";
import { Failure } from "../ui/answer.tsx";

const failure = new Error("Could not display this page. If the authority was just updated, reload the page.");

/**
 * Catches the failure of one page, so that the frame stays usable. After an update, for example, a code chunk may be
 * missing.
 */
export class PageBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return <Failure error={failure} onRetry={() => location.reload()} />;
  }
}
