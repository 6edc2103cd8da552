import { Refusal } from "../../base/refusal.ts";
import { respond } from "../../http/respond.ts";
import type { FileAccess } from "../../threads/files/file-access.ts";
import { readMediaType, UNKNOWN_TYPE } from "../../threads/files/served-file.ts";
import { readPieces } from "./read-pieces.ts";

/**
 * Stores the body of a `PUT` request as the bytes of a file. Checks the headers first, so that a rejected body is not
 * read. Throws a refusal if the upload is rejected or fails.
 */
export async function receiveFile(
  { headers, body }: Request,
  { grant, bytes }: FileAccess,
  now: () => number,
  corsHeaders: Readonly<Record<string, string>>,
): Promise<Response> {
  const contentType = readMediaType(headers.get("Content-Type") ?? UNKNOWN_TYPE) ?? UNKNOWN_TYPE;
  if (grant.type !== null && grant.type !== contentType) throw new Refusal("file_type_mismatch");
  const announced = headers.get("Content-Length");
  const length = announced === null ? null : Number(announced);
  // The negation also rejects NaN, the value of a malformed header.
  if (length !== null && !(length <= grant.limit)) throw new Refusal("file_too_large");
  const fault = await bytes.write(grant.key, contentType, readPieces(body, length, now));
  if (fault !== null) throw new Refusal(fault);
  return respond({}, corsHeaders);
}
