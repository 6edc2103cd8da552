import type { TokenEvent } from "../client/events.ts";
import { formatTimeOfDay } from "./format-time.ts";

/** Returns the fields of an engine's event as a short text. */
export function describeEvent(event: TokenEvent): string {
  switch (event.type) {
    case "refresh_started":
      return event.forced ? "A cached token is not accepted" : "";
    case "refresh_succeeded":
      return `Refresh at ${formatTimeOfDay(event.refreshAt)}, expires at ${formatTimeOfDay(event.expiresAt)}`;
    case "adopted":
      return `From ${event.via === "tab" ? "another tab" : "a response"}, expires at ${formatTimeOfDay(event.expiresAt)}`;
    case "refresh_unchanged":
      return `The source had no newer token; next call at ${formatTimeOfDay(event.refreshAt)}`;
    case "refresh_failed":
      return event.retryAt === null ? event.code : `${event.code}; retry at ${formatTimeOfDay(event.retryAt)}`;
    case "breaker_opened":
      return `${event.reason}; no call before ${formatTimeOfDay(event.retryAt)}`;
    case "expired":
    case "signed_out":
    case "invalidated":
    case "superseded":
    case "disposed":
      return "";
  }
}
