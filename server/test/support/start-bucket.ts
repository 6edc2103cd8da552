import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";
import type { BucketSettings } from "../../src/config/bucket-settings.ts";

export interface TestBucket {
  readonly settings: BucketSettings;
  /** Returns the keys of the bucket's objects; null if the test cannot list them. */
  keys(): string[] | null;
  close(): Promise<void>;
}

interface StoredObject {
  readonly bytes: Buffer;
  readonly type: string;
}

const REGION = "eu-test-1";
const ACCESS_KEY_ID = "test-access-key";
const SECRET_ACCESS_KEY = "test-secret/with+signs";
const BUCKET = "test-bucket";

/**
 * Starts a bucket that checks presigned URLs (SigV4 in query parameters) as strictly as the specification allows. The
 * bucket shares no code with the tested signer.
 */
export async function startBucket(): Promise<TestBucket> {
  const objects = new Map<string, StoredObject>();
  const server = createServer((request, response) => {
    answer(request, response, objects).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const { port, close } = await listenOnFreePort(server);
  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: BUCKET,
      region: REGION,
      prefix: "chat/",
      pathStyle: true,
      accessKeyId: ACCESS_KEY_ID,
      secretAccessKey: SECRET_ACCESS_KEY,
      sessionToken: null,
    },
    keys: () => [...objects.keys()],
    close,
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  objects: Map<string, StoredObject>,
): Promise<void> {
  const body = await buffer(request);
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const refusal = findFault(request, path, query);
  if (refusal !== null) return void response.writeHead(403).end(refusal);
  if (!path.startsWith(`/${BUCKET}/`)) return void response.writeHead(404).end("NoSuchBucket");
  const key = path.slice(BUCKET.length + 2);
  const stored = objects.get(key);
  const asked = new URLSearchParams(query);
  switch (request.method) {
    case "PUT":
      objects.set(key, { bytes: body, type: request.headers["content-type"] ?? "binary/octet-stream" });
      return void response.writeHead(200).end();
    case "DELETE":
      objects.delete(key);
      return void response.writeHead(204).end();
    default: {
      if (stored === undefined) return void response.writeHead(404).end();
      const overrides = ["content-disposition", "cache-control"].flatMap((name) => {
        const value = asked.get(`response-${name}`);
        return value === null ? [] : [[name, value] as const];
      });
      response.writeHead(200, {
        "content-length": stored.bytes.length,
        "content-type": asked.get("response-content-type") ?? stored.type,
        ...Object.fromEntries(overrides),
      });
      response.end(request.method === "HEAD" ? undefined : stored.bytes);
    }
  }
}

const strictEncode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Returns the problem with a request's signature; null if the signature is valid. */
function findFault(request: IncomingMessage, path: string, query: string): string | null {
  const pairs = query.split("&").map((pair) => pair.split("=").map(decodeURIComponent) as [string, string]);
  const one = (name: string) => pairs.filter(([each]) => each === name).map(([, value]) => value);
  const [signature] = one("X-Amz-Signature");
  const [date = ""] = one("X-Amz-Date");
  const [expires = ""] = one("X-Amz-Expires");
  const [signedHeaders = ""] = one("X-Amz-SignedHeaders");
  if (query.includes("+")) return "A plus is not a blank.";
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) return "A parameter is given twice.";
  if (one("X-Amz-Algorithm")[0] !== "AWS4-HMAC-SHA256") return "AccessDenied";
  if (!/^\d{8}T\d{6}Z$/.test(date) || !/^\d{1,6}$/.test(expires)) return "AuthorizationQueryParametersError";
  const scope = `${date.slice(0, 8)}/${REGION}/s3/aws4_request`;
  if (one("X-Amz-Credential")[0] !== `${ACCESS_KEY_ID}/${scope}`) return "InvalidAccessKeyId";
  const signedAt = Date.parse(date.replace(/(....)(..)(..T..)(..)(..Z)/, "$1-$2-$3:$4:$5"));
  if (signedAt > Date.now() + 900_000) return "RequestTimeTooSkewed";
  if (signedAt + Number(expires) * 1000 < Date.now()) return "Request has expired";
  const names = signedHeaders.split(";");
  if (!names.includes("host") || [...names].sort().join(";") !== signedHeaders) return "SignedHeaders";
  const canonical = [
    request.method,
    path.split("/").map(decodeURIComponent).map(strictEncode).join("/"),
    pairs
      .filter(([name]) => name !== "X-Amz-Signature")
      .map(([name, value]) => `${strictEncode(name)}=${strictEncode(value)}`)
      .sort()
      .join("&"),
    ...names.map((name) => `${name}:${String(request.headers[name] ?? "").trim()}`),
    "",
    signedHeaders,
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", date, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const key = [date.slice(0, 8), REGION, "s3", "aws4_request"].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${SECRET_ACCESS_KEY}`,
  );
  return hmac(key, text).toString("hex") === signature ? null : "SignatureDoesNotMatch";
}
