import type { ReactNode } from "react";
import type { PublishedDocument } from "./use-document.ts";

interface PublishedProps<T> {
  document: PublishedDocument<T>;
  children(value: T): ReactNode;
}

/**
 * Shows a document that the authority publishes. Until the document is loaded, shows the loading state or the error.
 */
export function Published<T>({ document, children }: PublishedProps<T>) {
  if (document.status === "ready") return children(document.value);
  if (document.status === "failed") return <p className="overview-problem">{document.problem}</p>;
  return <p className="overview-waiting">Waiting for the authority…</p>;
}
