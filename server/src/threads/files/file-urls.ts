import { GRANT_QUERY_PATTERN } from "./file-grants.ts";
import { FILE_NAME_PATTERN } from "./file-key.ts";

/**
 * Matches the query of a presigned bucket URL (SigV4). The pattern has no anchors, so other patterns can contain it.
 */
const BUCKET_QUERY_PATTERN = "\\?[\\w%.~=&+!*'()-]*X-Amz-Signature=[0-9a-f]{64}";

/** Reads and writes the URLs of a project's files. Messages are stored with unsigned URLs and sent with signed URLs. */
export interface FileUrls {
  /** Returns the unsigned URL of a file, in the form that stored messages contain. */
  storedUrl(key: string): string;
  /**
   * Returns the key of a file from its unsigned or signed URL; null if the text is not exactly a file URL of this
   * project.
   */
  keyOf(url: string): string | null;
  /** Returns the keys of the files whose URLs are in a message's content. */
  keysIn(content: string): string[];
  /**
   * Replaces this project's file URLs in a message's content.
   *
   * @param content JSON text as `JSON.stringify` writes it, without whitespace
   * @param toUrl returns the new URL of a key. If it returns undefined, the URL in the content does not change.
   */
  rewrite(content: string, toUrl: (key: string) => string | undefined): string;
}

/**
 * Creates the {@link FileUrls} of a project.
 *
 * The functions search a message's content as text, without parsing it. A file URL matches only if it is a whole string
 * value. A file URL inside a longer text could be a parameter of another site's URL. That site would receive the
 * signature.
 *
 * @param filesUrl the part of a file URL before the slash and the key, such as `https://cloud.example.com/v1/files`
 * @param bucketUrl the part of a bucket URL before the key, with a trailing slash; null if there is no bucket
 */
export function createFileUrls(projectId: string, filesUrl: string, bucketUrl: string | null): FileUrls {
  const folder = `attachments/${projectId}/`;
  const key = `${quote(folder)}${FILE_NAME_PATTERN}`;
  const places = [`${quote(`${filesUrl}/`)}(?<own>${key})(?:${GRANT_QUERY_PATTERN})?`];
  if (bucketUrl !== null) places.push(`${quote(bucketUrl)}(?<bucket>${key})${BUCKET_QUERY_PATTERN}`);
  const url = `(?:${places.join("|")})`;
  const whole = new RegExp(`^${url}$`);
  // Matches a URL that is a whole string value of the JSON text. Quotes inside a string are escaped, so an unescaped
  // quote after `:`, `,` or `[` starts a string. A string followed by a colon is a key, not a value.
  const value = new RegExp(`(?<=[:,[])"${url}"(?!:)`, "g");
  const keyFrom = (groups: Partial<Record<string, string>> | undefined) =>
    groups?.["own"] ?? groups?.["bucket"] ?? null;

  return {
    storedUrl: (key) => `${filesUrl}/${key}`,
    keyOf: (url) => keyFrom(whole.exec(url)?.groups),
    keysIn(content) {
      if (!content.includes(folder)) return [];
      return [...content.matchAll(value)].map(({ groups }) => keyFrom(groups) ?? "");
    },
    rewrite(content, toUrl) {
      if (!content.includes(folder)) return content;
      return content.replace(value, (match, ...rest) => {
        const url = toUrl(keyFrom(rest.at(-1)) ?? "");
        return url === undefined ? match : JSON.stringify(url);
      });
    },
  };
}

const quote = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
