import type { DashboardResponder } from "../../http/read-dashboard.ts";
import type { EventListener } from "./authority-event.ts";
import { tellAnswer } from "./tell-answer.ts";

/** The same files of the dashboard, which also tells of each answer. */
export function tellDashboard(respond: DashboardResponder, tell: EventListener): DashboardResponder {
  return (request) => {
    const start = performance.now();
    const response = respond(request);
    if (response === null) return null;
    tellAnswer(tell, request, { route: "dashboard", status: response.status, code: null, start });
    return response;
  };
}
