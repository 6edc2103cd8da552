import { Component, type ReactNode } from "react";
import { Failure } from "../ui/answer.tsx";

const failure = new Error(
  "This page could not be shown. If the authority was updated meanwhile, loading it anew helps.",
);

/** Keeps what fails within one page from taking the frame with it: code that is no longer there after an update, above all. */
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
