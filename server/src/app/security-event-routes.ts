import type { Hono } from "hono";
import { SECURITY_EVENTS_PATH } from "../../../src/core/protocol.ts";
import { isRefusal } from "../base/refusal.ts";
import { PRIVATE_HEADERS, respond } from "../http/respond.ts";
import { deliveryRefusal } from "../security-events/read-security-event.ts";
import type { ReceiveSecurityEvent } from "../security-events/receive-security-event.ts";
import type { AuthorityEnvironment } from "./authority-environment.ts";

/**
 * Adds the route that receives security events from identity providers (RFC 8935). An example of such an event is
 * OpenID CAEP's `session-revoked`. The signature of an event authenticates the sender.
 *
 * @param beforeReceiving refreshes the cached settings if a refresh is due
 */
export function addSecurityEventRoutes(
  app: Hono<AuthorityEnvironment>,
  receive: ReceiveSecurityEvent,
  beforeReceiving: () => Promise<unknown>,
): void {
  app.post(SECURITY_EVENTS_PATH, async (c) => {
    try {
      await beforeReceiving();
      if (!/^application\/secevent\+jwt *(;|$)/i.test(c.req.header("Content-Type") ?? "")) {
        throw deliveryRefusal("invalid_request", "The content type must be application/secevent+jwt.");
      }
      await receive(await c.req.text());
      return c.body(null, 202, { ...PRIVATE_HEADERS });
    } catch (error) {
      if (!isRefusal(error) || error.code !== "security_event_refused") throw error;
      const { error: err, problem } = error.data;
      return respond({ err, description: problem }, { "Content-Language": "en" }, 400);
    }
  });
}
