import type { Hono } from "hono";
import { Refusal } from "../../base/refusal.ts";
import { downloadRequestBody, uploadRequestBody } from "../../threads/files/file-bodies.ts";
import type { ThreadApiDependencies } from "../thread-api-dependencies.ts";
import { createThreadHandler, readJsonBody } from "../thread-request.ts";

/**
 * Adds the routes that sign the URLs of attachments. If attachments are disabled, the routes refuse every request with
 * `attachments_off`.
 */
export function addFileRoutes(
  app: Hono,
  { authenticate, files }: Pick<ThreadApiDependencies, "authenticate" | "files">,
): void {
  const handle = createThreadHandler(authenticate);
  if (files === null) {
    app.post(
      "/v1/files/attachments/*",
      handle(async () => {
        throw new Refusal("attachments_off");
      }),
    );
    return;
  }
  const { attachments, maxBytes } = files;
  const uploadBody = uploadRequestBody(maxBytes);

  app.post(
    "/v1/files/attachments/generate-presigned-upload-url",
    handle(async (c, scope) => {
      const ticket = await attachments.createUpload(scope, await readJsonBody(c, uploadBody));
      if (ticket === null) throw new Refusal("quota_exceeded");
      return { body: ticket, status: 201 };
    }),
  );
  app.post(
    "/v1/files/attachments/generate-presigned-download-url",
    handle(async (c, scope) => {
      const ticket = await attachments.createDownload(scope, await readJsonBody(c, downloadRequestBody));
      if (ticket === null) throw new Refusal("attachment_not_found");
      return { body: ticket };
    }),
  );
}
