import { Component, type ReactNode } from "react";
import { Failure } from "../ui/query-result.tsx";

const failure = new Error("Could not display this page. If the authority was just updated, reload the page.");

/**
 * Catches the error of a page that fails to render, so that the navigation stays usable. After an update of the server,
 * for example, the code of a page may be missing.
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
