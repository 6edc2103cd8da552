import type { AuthorityEventListener, RequestEvent } from "./authority-event.ts";
import { plainMethod, plainPath } from "./plain-path.ts";
import { readTraceParent } from "./trace-parent.ts";

/** Emits a `request` event for a response that belongs to no project, such as a page of the dashboard. */
export function emitRequestEvent(
  emit: AuthorityEventListener,
  request: Request,
  answer: Pick<RequestEvent, "route" | "httpRoute" | "status" | "code"> & { start: number },
): void {
  const { start, ...rest } = answer;
  emit({
    type: "request",
    project: "",
    method: plainMethod(request.method),
    path: plainPath(new URL(request.url).pathname),
    durationMs: performance.now() - start,
    traceParent: readTraceParent(request.headers),
    by: null,
    ...rest,
  });
}
