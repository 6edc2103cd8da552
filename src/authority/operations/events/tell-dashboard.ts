import type { DashboardResponder } from "../../http/read-dashboard.ts";
import type { EventListener } from "./authority-event.ts";
import { plainMethod, plainPath } from "./plain-path.ts";

/** The same files of the dashboard, which also tells of each answer. */
export function tellDashboard(respond: DashboardResponder, tell: EventListener): DashboardResponder {
  return (request) => {
    const start = performance.now();
    const response = respond(request);
    if (response === null) return null;
    tell({
      type: "request",
      project: "",
      method: plainMethod(request.method),
      path: plainPath(new URL(request.url).pathname),
      route: "dashboard",
      status: response.status,
      durationMs: performance.now() - start,
      code: null,
      by: null,
    });
    return response;
  };
}
