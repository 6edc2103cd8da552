import type { EventListener, RequestEvent } from "./authority-event.ts";
import { plainMethod, plainPath } from "./plain-path.ts";

/** Tells of an answer that no authority's routes have made. */
export function tellAnswer(
  tell: EventListener,
  request: Request,
  answer: { route: RequestEvent["route"]; status: number; code: string | null; start: number },
): void {
  const { start, ...rest } = answer;
  tell({
    type: "request",
    project: "",
    method: plainMethod(request.method),
    path: plainPath(new URL(request.url).pathname),
    durationMs: performance.now() - start,
    by: null,
    ...rest,
  });
}
