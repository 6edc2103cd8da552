import { z } from "zod";
import { storableText } from "../thread-bodies.ts";
import { readMediaType } from "./served-file.ts";

const mediaType = z.string().transform((text, context) => {
  const type = readMediaType(text);
  if (type === null) context.addIssue("must be a media type such as image/png");
  return type ?? "";
});

/** The body of `POST /v1/files/attachments/generate-presigned-upload-url`. */
export const uploadRequestBody = (maxBytes: number) =>
  z
    .object({
      filename: storableText(1, 255),
      content_type: mediaType.optional(),
      content_length: z.int().min(0).max(maxBytes).optional(),
    })
    .transform(({ filename, content_type, content_length }) => ({
      filename,
      contentType: content_type ?? null,
      contentLength: content_length ?? null,
    }));

export type UploadRequest = z.output<ReturnType<typeof uploadRequestBody>>;

const key = z
  .string()
  .max(255)
  .refine(
    (text) => !/\.\.|^\/|[?#]/.test(text),
    "must not contain `..`, a query or a fragment, nor start with a slash",
  );

/** The body of `POST /v1/files/attachments/generate-presigned-download-url`: exactly one of `key` and `url`. */
export const downloadRequestBody = z
  .object({ key: key.optional(), url: z.string().max(8192).optional() })
  .refine(({ key, url }) => (key === undefined) !== (url === undefined), "must have exactly one of key and url");

/** A request to read a file, by its key or URL. */
export type DownloadRequest = z.output<typeof downloadRequestBody>;
