import type { Hono } from "hono";
import { Refusal } from "../../base/refusal.ts";
import type { Attachments } from "../../threads/files/attachments.ts";
import { downloadRequestBody, uploadRequestBody } from "../../threads/files/file-bodies.ts";
import { type AdmitThreadCaller, createThreadHandler, readJsonBody } from "../thread-request.ts";

/** What the routes that sign file URLs work with. */
export interface FileRouteParts {
  readonly admit: AdmitThreadCaller;
  readonly attachments: Attachments;
  /** The most bytes of a file. */
  readonly maxBytes: number;
}

/** Adds the routes that sign URLs of attachments. */
export function addFileRoutes(app: Hono, { admit, attachments, maxBytes }: FileRouteParts): void {
  const handle = createThreadHandler(admit);
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
