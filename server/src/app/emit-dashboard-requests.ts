import type { AuthorityEventListener } from "../events/authority-event.ts";
import { emitRequestEvent } from "../events/emit-request-event.ts";
import type { DashboardResponder } from "./read-dashboard.ts";

/**
 * Returns a function that serves the dashboard's files with `respond` and emits a `request` event for each response.
 */
export function emitDashboardRequests(respond: DashboardResponder, emit: AuthorityEventListener): DashboardResponder {
  return (request) => {
    const start = performance.now();
    const response = respond(request);
    if (response === null) return null;
    emitRequestEvent(emit, request, {
      route: "dashboard",
      httpRoute: "/dashboard/*",
      status: response.status,
      code: null,
      start,
    });
    return response;
  };
}
