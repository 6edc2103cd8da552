import { isAssistantCloudAuthError, useAuthorizedFetch } from "assistant-cloud-auth";
import { useCallback, useEffect, useRef } from "react";
import { useCallRecord } from "./use-call-record.ts";

const MAX_IN_FLIGHT = 4;

/**
 * Returns a function that calls the route with the workspace token and records the outcome. While four calls are in
 * flight, the function does nothing.
 *
 * @param everySecond whether the hook also calls the route once a second
 */
export function useApiCalls(route: string, everySecond: boolean): () => void {
  const authorizedFetch = useAuthorizedFetch();
  const record = useCallRecord();
  const inFlight = useRef(0);

  const call = useCallback(async () => {
    if (inFlight.current >= MAX_IN_FLIGHT) return;
    inFlight.current += 1;
    const time = Date.now();
    const settle = (outcome: number | string, workspaceId: string | null) =>
      record.add({ time, duration: Date.now() - time, outcome, workspaceId });
    try {
      const response = await authorizedFetch(route);
      const body: { workspaceId?: string } = response.ok ? await response.json() : {};
      settle(response.status, body.workspaceId ?? null);
    } catch (error) {
      settle(isAssistantCloudAuthError(error) ? error.code : "network", null);
    } finally {
      inFlight.current -= 1;
    }
  }, [authorizedFetch, record, route]);

  useEffect(() => {
    if (!everySecond) return;
    const timer = setInterval(() => void call(), 1_000);
    return () => clearInterval(timer);
  }, [everySecond, call]);

  return useCallback(() => void call(), [call]);
}
