/** What is read of a Node request (`http.IncomingMessage`, also HTTP/2's, Express's and Fastify's `raw`). */
export interface NodeRequest extends AsyncIterable<unknown> {
  method?: string | undefined;
  url?: string | undefined;
  /** Express keeps the whole path here, `url` lacks the part that a router was mounted at. */
  originalUrl?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  socket?: object | null;
  /** What a body parser made of the body. */
  body?: unknown;
}

const BODYLESS = new Set(["GET", "HEAD"]);

/**
 * Makes a `Request` of a Node request; throws a `TypeError` for one that is none, such as a malformed `Host`.
 *
 * @param trustProxy whether `X-Forwarded-Proto` and `X-Forwarded-Host` say the public address
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
    // HTTP/2 puts the request line into names that begin with a colon.
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
  // Joined as text: a path such as `//other.example/` must not become another host.
  return `${scheme}://${host}${target.startsWith("/") ? target : "/"}`;
}

function readBody(node: NodeRequest, headers: Headers): BodyInit | null {
  const sent =
    headers.has("transfer-encoding") ||
    Number(headers.get("content-length") ?? 0) > 0 ||
    // HTTP/2 may say neither.
    ":method" in node.headers;
  if (!sent) return null;
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
  // Nothing is read ahead: most handlers want no body.
  return new ReadableStream(source, { highWaterMark: 0 });
}

/** A parser has consumed the stream; what it left is turned back into a body of the same type. */
function restoreParsed(body: unknown, headers: Headers): BodyInit {
  // Its length is no longer the one that was sent.
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
