import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { listenOnFreePort } from "./listen-on-free-port.ts";

/** A span that a collector has received in JSON. `attributes` maps names to values. */
export interface ReceivedSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code?: number };
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Simulates an OpenTelemetry collector: accepts exports over OTLP/HTTP and records them. */
export interface Collector {
  /** The value for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly exports: { path: string; contentType: string; body: Buffer }[];
  /** Returns the spans of all exports so far. All exports must be traces in JSON. */
  spans(): ReceivedSpan[];
  resource(): Record<string, string | number>;
  close(): Promise<void>;
}

type Attributes = { key: string; value: { stringValue?: string; intValue?: number } }[];
interface Batch {
  resource: { attributes: Attributes };
  scopeSpans: { spans: (Omit<ReceivedSpan, "attributes"> & { attributes: Attributes })[] }[];
}

export async function startCollector(): Promise<Collector> {
  const exports: Collector["exports"] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    exports.push({ path: request.url ?? "", contentType: request.headers["content-type"] ?? "", body });
    response.setHeader("Content-Type", "application/json").end("{}");
  });
  const { port, close } = await listenOnFreePort(server);
  const batches = () => exports.flatMap(({ body }) => JSON.parse(`${body}`).resourceSpans as Batch[]);
  return {
    url: `http://127.0.0.1:${port}`,
    exports,
    spans: () =>
      batches()
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
        .map((span) => ({ ...span, attributes: toRecord(span.attributes) })),
    resource: () => Object.assign({}, ...batches().map(({ resource }) => toRecord(resource.attributes))),
    close,
  };
}

const toRecord = (attributes: Attributes) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? ""]));
