/**
 * The members of a Node request that `toNodeHandler()` reads. `http.IncomingMessage`, an HTTP/2 request, Express's
 * request and Fastify's `request.raw` fit this type.
 */
export interface NodeRequest extends AsyncIterable<unknown> {
  method?: string | undefined;
  url?: string | undefined;
  /** Express's full path. Express's `url` lacks the path prefix of a mounted router. */
  originalUrl?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  socket?: object | null;
  /** The result of a body parser, if one has read the body. */
  body?: unknown;
}

const BODYLESS = new Set(["GET", "HEAD"]);

/**
 * Converts a Node request to a `Request`; throws a `TypeError` for an invalid request, such as one with a malformed
 * `Host`.
 *
 * @param trustProxy whether to read the public scheme and host from `X-Forwarded-Proto` and `X-Forwarded-Host`
 * @param signal the signal of the new request
 */
export function toWebRequest(node: NodeRequest, trustProxy: boolean, signal: AbortSignal): Request {
  const method = (node.method ?? "GET").toUpperCase();
  const headers = toHeaders(node.headers);
  const body = BODYLESS.has(method) ? null : readBody(node, headers);
  const init: RequestInit & { duplex: "half" } = { method, headers, body, signal, duplex: "half" };
  return new Request(toUrl(node, headers, trustProxy), init);
}

function toHeaders(fields: NodeRequest["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    // HTTP/2 sends the request line as pseudo-headers. `Headers` rejects their names, which begin with a colon, so skip
    // them.
    if (value === undefined || name.startsWith(":")) continue;
    for (const item of Array.isArray(value) ? value : [value]) headers.append(name, item);
  }
  return headers;
}

function toUrl(node: NodeRequest, headers: Headers, trustProxy: boolean): string {
  const forwarded = (name: string) => (trustProxy ? headers.get(name)?.split(",")[0]?.trim() : undefined) || undefined;
  const authority = node.headers[":authority"];
  const secure =
    node.headers[":scheme"] === "https" ||
    (node.socket !== null && node.socket !== undefined && "encrypted" in node.socket);
  const scheme = forwarded("x-forwarded-proto") ?? (secure ? "https" : "http");
  const host =
    forwarded("x-forwarded-host") ?? headers.get("host") ?? (typeof authority === "string" ? authority : "localhost");
  if (!/^https?$/.test(scheme) || !/^[\w.:[\]-]+$/.test(host)) throw new TypeError("Malformed host or scheme");
  const target = node.originalUrl ?? node.url ?? "/";
  // URL resolution would read a path such as `//other.example/` as another host, so concatenate the parts.
  return `${scheme}://${host}${target.startsWith("/") ? target : "/"}`;
}

function readBody(node: NodeRequest, headers: Headers): BodyInit | null {
  const hasBody =
    headers.has("transfer-encoding") ||
    Number(headers.get("content-length") ?? 0) > 0 ||
    // An HTTP/2 request with a body may have neither of these headers.
    ":method" in node.headers;
  if (!hasBody) return null;
  if (node.body !== undefined && node.body !== null) return restoreParsed(node.body, headers);
  const chunks = node[Symbol.asyncIterator]();
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(typeof value === "string" ? new TextEncoder().encode(value) : (value as Uint8Array));
    },
    async cancel() {
      await chunks.return?.();
    },
  };
  // Most handlers never read the body, so the stream must not read ahead.
  return new ReadableStream(source, { highWaterMark: 0 });
}

/**
 * Serializes a body parser's result as text, bytes, URL-encoded form data or JSON. Deletes the length and encoding
 * headers of the original body. The parser has already consumed the stream.
 */
function restoreParsed(body: unknown, headers: Headers): BodyInit {
  // The new body may differ from the original in length and encoding, so drop the headers that describe the original.
  headers.delete("content-length");
  headers.delete("content-encoding");
  headers.delete("transfer-encoding");
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  if (/^application\/x-www-form-urlencoded/i.test(headers.get("content-type") ?? "")) {
    return new URLSearchParams(
      Object.entries(body as object).flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value]).map((item) => [name, String(item)]),
      ),
    );
  }
  return JSON.stringify(body);
}
