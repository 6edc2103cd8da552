import type { EventListener } from "../events/authority-event.ts";
import { tellAnswer } from "../events/tell-answer.ts";
import type { DashboardResponder } from "./read-dashboard.ts";

/** The same files of the dashboard, which also tells of each answer. */
export function tellDashboard(respond: DashboardResponder, tell: EventListener): DashboardResponder {
  return (request) => {
    const start = performance.now();
    const response = respond(request);
    if (response === null) return null;
    tellAnswer(tell, request, {
      route: "dashboard",
      httpRoute: "/dashboard/*",
      status: response.status,
      code: null,
      start,
    });
    return response;
  };
}
