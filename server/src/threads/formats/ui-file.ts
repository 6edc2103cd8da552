import { isJsonObject, type JsonObject, pick } from "./json-object.ts";

/**
 * Converts an image, audio or file part of an `aui/v0` message to a file part of an AI SDK message.
 *
 * @param contentType the media type of the part's attachment. The function uses it only for images. Default: none.
 * @returns one part, or an empty array if a required field is missing
 */
export function toUiFile(part: JsonObject, contentType?: string): JsonObject[] {
  const media = readMedia(part, contentType);
  if (media === null) return [];
  const { mediaType, payload, isReference } = media;
  const url = isReference ? payload : toUrl(payload, mediaType);
  const { providerMetadata } = part;
  return [
    {
      type: "file",
      mediaType,
      url,
      ...pick(part, ["filename"]),
      ...(isJsonObject(providerMetadata) ? { providerMetadata } : {}),
    },
  ];
}

interface Media {
  readonly mediaType: string;
  /** The file's URL, the file's bytes in base64, or a provider's id of the file. */
  readonly payload: string;
  /** Whether the payload is a provider's id of the file. */
  readonly isReference: boolean;
}

function readMedia(part: JsonObject, contentType: string | undefined): Media | null {
  const { type, image, audio, data, mimeType, sourceType } = part;
  if (type === "image") {
    if (typeof image !== "string") return null;
    const declared = [contentType, dataUrlType(image)].find((value) => /^image\/[^*]+$/.test(value ?? ""));
    return { mediaType: declared ?? "image/png", payload: image, isReference: false };
  }
  if (type === "audio") {
    if (!isJsonObject(audio) || typeof audio["data"] !== "string" || typeof audio["format"] !== "string") return null;
    return { mediaType: `audio/${audio["format"]}`, payload: audio["data"], isReference: false };
  }
  if (typeof data !== "string") return null;
  const declared = typeof mimeType === "string" && mimeType !== "" ? mimeType : dataUrlType(data);
  return { mediaType: declared ?? "application/octet-stream", payload: data, isReference: sourceType === "id" };
}

/** Returns a URL unchanged and wraps base64 in a data URL. Base64 has no colon, so text with a scheme is a URL. */
function toUrl(payload: string, mediaType: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(payload) ? payload : `data:${mediaType};base64,${payload}`;
}

function dataUrlType(url: string): string | undefined {
  return /^data:([^;,]+)[;,]/i.exec(url)?.[1]?.toLowerCase();
}
