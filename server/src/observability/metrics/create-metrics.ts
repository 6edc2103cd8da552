import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { AuthorityEvent } from "../../events/authority-event.ts";

/** From half a millisecond, which a mint on a warm cache takes, to 5 seconds. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What an authority counts, in the form that Prometheus reads. */
export interface Metrics {
  /** Counts an event. */
  event(event: AuthorityEvent): void;
  /** The text of `GET /metrics`. */
  render(): Promise<string>;
  readonly contentType: string;
}

/**
 * Makes {@link Metrics} with a registry of their own, so that two authorities in one process do not mix.
 *
 * @param withProcess whether memory, CPU time, event loop and garbage collection of this process are told of as well
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
    help: "From a request for a token to the answer, for mint, exchange, anonymous and refresh.",
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
    help: "What users did in the chat, by kind, as their clients report it.",
    labelNames: ["kind"],
    registers,
  });
  // There from the start, so that a rate of the first hour has something to stand on.
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
