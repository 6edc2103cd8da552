/** How a file is served, whatever its uploader called it. */
export interface ServedFile {
  readonly contentType: string;
  readonly contentDisposition: string;
}

/** The media type of a file whose uploader named none. */
export const UNKNOWN_TYPE = "application/octet-stream";

/** A media type with its parameters (RFC 9110 §8.3.1), in printable ASCII. */
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:[ \t]*;[\x20-\x7e]*)?$/;

/** Returns a media type in its stored form, or null when the text is none. */
export function readMediaType(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > 255 || !MEDIA_TYPE.test(trimmed)) return null;
  const [essence = "", ...parameters] = trimmed.split(";");
  return [essence.trim().toLowerCase(), ...parameters].join(";");
}

/**
 * What a browser may show by itself: raster images, audio and video, which cannot run script. PDF is not among them, because the
 * sandbox that untrusted files need keeps Chrome from showing it.
 */
const INLINE = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|(?:audio|video)\/[\w.+-]+)$/;

/** What a page could load as its script or style sheet, and so pass a content security policy that trusts this origin. */
const SCRIPT_OR_STYLE = /^(?:text|application)\/(?:x-)?(?:javascript|ecmascript|jscript|livescript|css)[\d.]*$/;

/** Decides how a file is served: inline only where the browser cannot run it, and never as a script or a style sheet. */
export function serveFile(contentType: string, filename: string): ServedFile {
  const essence = contentType.split(";", 1)[0]?.trim() ?? "";
  return {
    contentType: SCRIPT_OR_STYLE.test(essence) ? "text/plain; charset=utf-8" : contentType,
    contentDisposition: `${INLINE.test(essence) ? "inline" : "attachment"}; ${nameParameters(filename)}`,
  };
}

/** The parameters `filename` and, for other than plain names, `filename*` (RFC 6266, RFC 8187). */
function nameParameters(filename: string): string {
  // Control and formatting characters, of which one turns the reading direction, would show another extension.
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
