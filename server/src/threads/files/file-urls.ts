import { GRANT_QUERY_PATTERN } from "./file-grants.ts";
import { FILE_NAME_PATTERN } from "./file-key.ts";

/** The query of a URL that was presigned for a bucket (SigV4), as a regular expression without anchors. */
const BUCKET_QUERY_PATTERN = "\\?[\\w%.~=&+!*'()-]*X-Amz-Signature=[0-9a-f]{64}";

/** The URLs of a project's files: the unsigned one, which messages store, and those that were signed from it. */
export interface FileUrls {
  /** Returns the URL of a file without any credential. */
  storedUrl(key: string): string;
  /** Returns the key of a stored or signed URL; null when the URL is not exactly one of ours. */
  keyOf(url: string): string | null;
  /** Returns the keys whose URLs are values in a message's content. */
  keysIn(content: string): string[];
  /**
   * Replaces each of our URLs in a message's content.
   *
   * @param content JSON text as `JSON.stringify` writes it, without white space
   * @param toUrl returns the URL to write instead; undefined leaves the text as it is
   */
  rewrite(content: string, toUrl: (key: string) => string | undefined): string;
}

/**
 * Creates the {@link FileUrls} of a project.
 *
 * Content is searched as text, never parsed. Only a string value that is as a whole one of our URLs counts: a URL inside a longer
 * text could be a parameter of another site's, to which a signature would be given away.
 *
 * @param filesUrl what precedes the keys, without a trailing slash, such as `https://cloud.example.com/v1/files`
 * @param bucketUrl what precedes the keys in the bucket, with its trailing slash; null without a bucket
 */
export function createFileUrls(projectId: string, filesUrl: string, bucketUrl: string | null): FileUrls {
  const folder = `attachments/${projectId}/`;
  const key = `${quote(folder)}${FILE_NAME_PATTERN}`;
  const places = [`${quote(`${filesUrl}/`)}(?<own>${key})(?:${GRANT_QUERY_PATTERN})?`];
  if (bucketUrl !== null) places.push(`${quote(bucketUrl)}(?<bucket>${key})${BUCKET_QUERY_PATTERN}`);
  const url = `(?:${places.join("|")})`;
  const whole = new RegExp(`^${url}$`);
  // Inside a string every quote is escaped, so one that follows `:`, `,` or `[` opens a string. A colon would follow a key.
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
