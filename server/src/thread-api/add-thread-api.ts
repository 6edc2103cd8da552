import type { Hono } from "hono";
import { addFileRoutes } from "./files/file-routes.ts";
import { addMessageRoutes } from "./message-routes.ts";
import { addProjectRoutes } from "./project-routes.ts";
import { addTelemetryRoutes } from "./telemetry-routes.ts";
import type { AttachmentRoutes, ThreadApiDependencies } from "./thread-api-dependencies.ts";
import { addThreadRoutes } from "./thread-routes.ts";
import { addTitleRoutes } from "./title-routes.ts";

/** The paths of the assistant-ui API, as Hono patterns. */
export const THREAD_API_PATHS = [
  "/v1/threads/*",
  "/v1/runs/*",
  "/v1/scores",
  "/v1/events",
  "/v1/files/attachments/*",
  "/v1/projects/*",
] as const;

/** Adds the routes of the assistant-ui API. */
export function addThreadApi(app: Hono, dependencies: ThreadApiDependencies): void {
  addThreadRoutes(app, dependencies);
  addMessageRoutes(app, dependencies);
  addTitleRoutes(app, dependencies);
  addTelemetryRoutes(app, dependencies);
  addFileRoutes(app, dependencies);
  addProjectRoutes(app, dependencies);
}

/**
 * Adds the routes that read and write the bytes of attachments. A request is authenticated by the signature in its URL.
 * These routes set their own CORS headers.
 */
export function addFileBytes(app: Hono, { handle }: AttachmentRoutes): void {
  app.on(["GET", "PUT", "OPTIONS"], "/v1/files/attachments/:project/:file", (c) => handle(c.req.raw));
}
