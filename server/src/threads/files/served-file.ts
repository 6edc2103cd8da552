/** The response headers of a file. They prevent an uploaded file from running as a page of this origin. */
export interface ServedFile {
  readonly contentType: string;
  readonly contentDisposition: string;
}

/** The media type of a file whose type is missing or invalid. */
export const UNKNOWN_TYPE = "application/octet-stream";

/** Matches a media type with optional parameters (RFC 9110 §8.3.1), in printable ASCII. */
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:[ \t]*;[\x20-\x7e]*)?$/;

/**
 * Parses a media type. Returns the media type with its type and subtype in lowercase. Returns null if the text is not a
 * media type or has more than 255 characters.
 */
export function readMediaType(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > 255 || !MEDIA_TYPE.test(trimmed)) return null;
  const [essence = "", ...parameters] = trimmed.split(";");
  return [essence.trim().toLowerCase(), ...parameters].join(";");
}

/**
 * Matches the media types that a browser may display: raster images, audio and video, which cannot run scripts.
 * Excludes PDF, because Chrome does not display a PDF in the sandbox that untrusted files need.
 */
const INLINE = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|(?:audio|video)\/[\w.+-]+)$/;

/**
 * Matches the media types that a page could load as a script or style sheet. Files of such types would bypass a content
 * security policy that trusts this origin.
 */
const SCRIPT_OR_STYLE = /^(?:text|application)\/(?:x-)?(?:javascript|ecmascript|jscript|livescript|css)[\d.]*$/;

/**
 * Returns the response headers of a file. Browsers display a file only if {@link INLINE} matches the file's type, and
 * download any other file. A script or style sheet is served as plain text.
 */
export function serveFile(contentType: string, filename: string): ServedFile {
  const essence = contentType.split(";", 1)[0]?.trim() ?? "";
  return {
    contentType: SCRIPT_OR_STYLE.test(essence) ? "text/plain; charset=utf-8" : contentType,
    contentDisposition: `${INLINE.test(essence) ? "inline" : "attachment"}; ${nameParameters(filename)}`,
  };
}

/**
 * Returns the parameter `filename` of `Content-Disposition`, and also `filename*` if the name must be encoded (RFC
 * 6266, RFC 8187).
 */
function nameParameters(filename: string): string {
  // Control and formatting characters, such as a right-to-left override, could disguise the extension.
  const name = filename.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/gu, "_");
  const plain = name.replace(/[^\x20-\x7e]|["%]/g, "_");
  const quoted = `filename="${plain}"`;
  if (plain === name) return quoted;
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${quoted}; filename*=UTF-8''${encoded}`;
}
