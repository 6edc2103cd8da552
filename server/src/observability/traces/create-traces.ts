import type { Attributes, SpanContext } from "@opentelemetry/api";
import { AuthorityError } from "../../base/authority-error.ts";
import { settingRefusal } from "../../base/setting-refusal.ts";
import type { AuthorityEventListener, RequestEvent } from "../../events/authority-event.ts";

/** How long `close` waits for the remaining spans to be sent, in milliseconds. */
const FLUSH_MS = 3000;
const EXPORTERS: Readonly<Record<string, string>> = {
  "http/protobuf": "@opentelemetry/exporter-trace-otlp-proto",
  "http/json": "@opentelemetry/exporter-trace-otlp-http",
};

/** Records spans and sends them to an OpenTelemetry collector. */
export interface Traces {
  /** Records one span per `request` event. Ignores other events. */
  readonly event: AuthorityEventListener;
  /** Sends the remaining spans, for at most 3 seconds, then stops. */
  close(): Promise<void>;
}

export interface TraceOptions {
  /** The version of this package. */
  version: string;
  /**
   * The protocol of the exporter, from `OTEL_EXPORTER_OTLP_TRACES_PROTOCOL`, otherwise `OTEL_EXPORTER_OTLP_PROTOCOL`.
   * Default: `http/protobuf`.
   */
  protocol?: string | undefined;
  /** Receives the errors of OpenTelemetry, for example if the collector does not answer. */
  onFault(error: unknown): void;
}

/**
 * Creates {@link Traces}, which record one span per request. The `OTEL_` environment variables configure the address of
 * the collector, the headers of requests to the collector, and the resource attributes.
 *
 * @throws `invalid_setting` if OpenTelemetry's packages are not installed or the protocol is unknown
 */
export async function createTraces({ version, protocol = "http/protobuf", onFault }: TraceOptions): Promise<Traces> {
  const { api, sdk, resources, exporter } = await load(protocol);
  api.diag.setLogger(toLogger(onFault), { logLevel: api.DiagLogLevel.ERROR, suppressOverrideMessage: true });
  const provider = new sdk.BasicTracerProvider({
    resource: resources
      .resourceFromAttributes({ "service.name": "assistant-cloud-server", "service.version": version })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter())],
  });
  const tracer = provider.getTracer("assistant-cloud-server", version);

  function record(event: RequestEvent): void {
    const end = Date.now();
    const parent = event.traceParent === null ? null : toSpanContext(event.traceParent);
    const span = tracer.startSpan(
      `${event.method} ${event.httpRoute}`,
      { kind: api.SpanKind.SERVER, startTime: end - event.durationMs, attributes: toAttributes(event) },
      parent === null ? api.ROOT_CONTEXT : api.trace.setSpanContext(api.ROOT_CONTEXT, parent),
    );
    if (isFailure(event)) span.setStatus({ code: api.SpanStatusCode.ERROR });
    span.end(end);
  }
  return {
    event: (event) => {
      if (event.type === "request") record(event);
    },
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, FLUSH_MS);
      });
      await Promise.race([provider.shutdown().catch(onFault), late]);
      clearTimeout(timer);
    },
  };
}

async function load(protocol: string) {
  const name = Object.hasOwn(EXPORTERS, protocol) ? EXPORTERS[protocol] : undefined;
  if (name === undefined) {
    throw settingRefusal("option_invalid", {
      field: "OTEL_EXPORTER_OTLP_PROTOCOL",
      problem: `must be one of ${Object.keys(EXPORTERS).join(", ")}`,
      remedy: "Correct that variable, or leave it out.",
    });
  }
  try {
    const [api, sdk, resources, exporter] = await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace-base"),
      import("@opentelemetry/resources"),
      protocol === "http/json"
        ? import("@opentelemetry/exporter-trace-otlp-http")
        : import("@opentelemetry/exporter-trace-otlp-proto"),
    ]);
    return { api, sdk, resources, exporter };
  } catch (cause) {
    const packages = ["@opentelemetry/api", "@opentelemetry/resources", "@opentelemetry/sdk-trace-base", name];
    throw new AuthorityError(
      "invalid_setting",
      "Traces need OpenTelemetry's packages, which are not installed.",
      `Run \`npm install ${packages.join(" ")}\` beside assistant-cloud-server.`,
      { cause },
    );
  }
}

/** Returns whether a request failed because of the server, not the caller. */
const isFailure = ({ status }: RequestEvent): boolean => status >= 500;

/** Returns the attributes of a request's span. The attributes contain no user ids and no IP addresses. */
function toAttributes(event: RequestEvent): Attributes {
  const { method, httpRoute, status, code, project, by } = event;
  return {
    "http.request.method": method === "OTHER" ? "_OTHER" : method,
    "http.route": httpRoute,
    "http.response.status_code": status,
    ...(isFailure(event) && { "error.type": code ?? String(status) }),
    ...(project !== "" && { "assistant_cloud.project.id": project }),
    ...(code !== null && { "assistant_cloud.refusal.code": code }),
    ...(by?.kind === "rule" && { "assistant_cloud.auth_rule.id": by.id }),
    ...(by?.kind === "api_key" && { "assistant_cloud.api_key.id": by.id }),
  };
}

function toSpanContext(traceParent: string): SpanContext {
  const [, traceId = "", spanId = "", flags = ""] = traceParent.split("-");
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function toLogger(onFault: (error: unknown) => void) {
  const ignore = () => {};
  const error = (message: string) => onFault(new Error(`OpenTelemetry: ${message}`));
  return { error, warn: ignore, info: ignore, debug: ignore, verbose: ignore };
}
