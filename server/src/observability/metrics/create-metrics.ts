import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { AuthorityEvent } from "../../events/authority-event.ts";

/**
 * The upper bounds of the histogram's buckets, in seconds. The smallest bound is 0.5 ms, because minting a token with a
 * warm cache takes a fraction of a millisecond.
 */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The metrics of an authority in the Prometheus format. */
export interface Metrics {
  /** Updates the counters and histograms for an event. */
  event(event: AuthorityEvent): void;
  /** Returns the body of `GET /metrics`. */
  render(): Promise<string>;
  readonly contentType: string;
}

/**
 * Creates {@link Metrics} with a registry of its own, so that two authorities in one process do not mix their metrics.
 *
 * @param withProcess whether to include the metrics of this process: memory, CPU time, event loop and garbage
 *   collection. Default: true.
 */
export function createMetrics(withProcess = true): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (withProcess) collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "authority_requests_total",
    help: "Answered requests by route and status.",
    labelNames: ["route", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "authority_token_duration_seconds",
    help: "Duration of requests for a token: mint, exchange, anonymous and refresh.",
    labelNames: ["route"],
    buckets: BUCKETS,
    registers,
  });
  const decisions = new Counter({
    name: "authority_decisions_total",
    help: "Decisions on tokens by route, outcome (issued, refused, error) and code.",
    labelNames: ["route", "outcome", "code"],
    registers,
  });
  const fetches = new Counter({
    name: "authority_jwks_fetches_total",
    help: "Fetches of auth providers' keys by result (ok, failed).",
    labelNames: ["result"],
    registers,
  });
  const userEvents = new Counter({
    name: "authority_user_events_total",
    help: "Actions of users in the chat by kind, as their clients report them.",
    labelNames: ["kind"],
    registers,
  });
  // Prometheus computes a rate from the difference of two samples. Without the sample 0, the first event would be
  // missing.
  for (const result of ["ok", "failed"]) fetches.inc({ result }, 0);

  return {
    event(event) {
      switch (event.type) {
        case "request":
          requests.inc({ route: event.route, status: String(event.status) });
          if (isTokenRoute(event.route)) durations.observe({ route: event.route }, event.durationMs / 1000);
          return;
        case "decision":
          decisions.inc({ route: event.route, outcome: event.outcome, code: event.code ?? "none" });
          return;
        case "jwks_fetch":
          fetches.inc({ result: event.ok ? "ok" : "failed" });
          return;
        case "user_events":
          userEvents.inc({ kind: event.kind }, event.count);
          return;
        default:
          event satisfies never;
      }
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

const TOKEN_ROUTES: readonly string[] = ["mint", "exchange", "anonymous", "refresh"];
const isTokenRoute = (route: string): boolean => TOKEN_ROUTES.includes(route);
