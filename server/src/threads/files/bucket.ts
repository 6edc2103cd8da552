import { AwsV4Signer } from "aws4fetch";
import { settingRefusal } from "../../base/setting-refusal.ts";
import type { BucketSettings } from "../../config/bucket-settings.ts";
import { createRecentAnswers } from "./recent-answers.ts";
import type { ServedFile } from "./served-file.ts";
import { READ_SECONDS, readStart, UPLOAD_SECONDS } from "./url-lifetime.ts";

const REQUEST_TIMEOUT_MS = 10_000;

/** The method of a request that reads a file. The signature of a URL permits only one method. */
export type ReadMethod = "GET" | "HEAD";

/** An object in a bucket. `size` is in bytes. */
export interface BucketObject {
  readonly size: number;
  readonly contentType: string;
}

/**
 * A bucket of an S3-compatible service. Browsers upload and read through presigned URLs, so file bytes bypass this
 * server.
 */
export interface Bucket {
  /** The URL prefix of the bucket's objects, such as `https://s3.example.com/bucket/`. The key follows the prefix. */
  readonly url: string;
  /**
   * Returns a URL that accepts a `PUT` for 15 minutes. The request must have exactly the given content type and length
   * in bytes. Null allows any value.
   */
  presignUpload(key: string, type: string | null, length: number | null): Promise<string>;
  /**
   * Returns a URL that permits requests of the given method for 14 to 15 minutes. Calls within the same minute return
   * the same URL, so browsers can cache the file.
   */
  presignRead(key: string, served: ServedFile, method: ReadMethod): Promise<string>;
  /** Returns the size and content type of a file; null if nothing was uploaded. */
  find(key: string): Promise<BucketObject | null>;
  /**
   * Like {@link find}, but may return a cached result that is at most a minute old. After an error, further calls for
   * the file reject with the same error for ten seconds and send no request to the bucket.
   */
  findRecent(key: string): Promise<BucketObject | null>;
  /** Deletes a file. A missing file is not an error. */
  remove(key: string): Promise<void>;
}

/** Creates a {@link Bucket} from its settings. Sends no request before the first use. */
export function openBucket(settings: BucketSettings, now: () => number): Bucket {
  const { endpoint, bucket, prefix, region, pathStyle, ...credentials } = settings;
  const base = new URL(endpoint);
  if (!pathStyle) base.hostname = `${bucket}.${base.hostname}`;
  const folder = base.pathname.replace(/\/$/, "");
  const url = `${base.origin}${folder}${pathStyle ? `/${bucket}` : ""}/${prefix}`;
  const cache = new Map<string, ArrayBuffer>();

  interface PresignOptions {
    method: string;
    seconds: number;
    at?: number;
    headers?: Record<string, string>;
    parameters?: Record<string, string>;
  }
  async function presign(key: string, { method, seconds, at = now(), headers, parameters = {} }: PresignOptions) {
    const target = new URL(`${url}${key}`);
    for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
    target.searchParams.set("X-Amz-Expires", String(seconds));
    const datetime = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, "");
    const signed = await new AwsV4Signer({
      ...{ method, url: target.href, datetime, region, cache, service: "s3", signQuery: true, allHeaders: true },
      ...{ accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey },
      ...(credentials.sessionToken === null ? {} : { sessionToken: credentials.sessionToken }),
      ...(headers ? { headers } : {}),
    }).sign();
    // The signature was computed over `%20`, and not every service decodes a plus sign as a space.
    return signed.url.href.replaceAll("+", "%20");
  }

  async function send(method: "HEAD" | "DELETE", key: string): Promise<Response> {
    const target = await presign(key, { method, seconds: 60 });
    try {
      const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      const response = await fetch(target, { method, redirect: "error", signal });
      await response.arrayBuffer();
      if (!response.ok && response.status !== 404) throw new Error(`The bucket answered ${response.status}.`);
      return response;
    } catch (cause) {
      throw settingRefusal("bucket_refused", { method, cause });
    }
  }

  async function find(key: string): Promise<BucketObject | null> {
    const { ok, headers } = await send("HEAD", key);
    if (!ok) return null;
    return {
      size: Number(headers.get("Content-Length")),
      contentType: headers.get("Content-Type") ?? "application/octet-stream",
    };
  }

  const recent = createRecentAnswers(find, now);

  return {
    url,
    presignUpload(key, type, length) {
      const headers = {
        ...(type === null ? {} : { "Content-Type": type }),
        ...(length === null ? {} : { "Content-Length": String(length) }),
      };
      return presign(key, { method: "PUT", seconds: UPLOAD_SECONDS, headers });
    },
    presignRead(key, { contentType, contentDisposition }, method) {
      const parameters = {
        "response-content-type": contentType,
        "response-content-disposition": contentDisposition,
        "response-cache-control": "private, max-age=900",
      };
      return presign(key, { method, seconds: READ_SECONDS, at: readStart(now()), parameters });
    },
    find,
    findRecent: recent.get,
    async remove(key) {
      await send("DELETE", key);
      recent.drop(key);
    },
  };
}
