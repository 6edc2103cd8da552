import pino from "pino";
import type { AuthorityEvent } from "../../events/authority-event.ts";
import { describeError } from "./describe-error.ts";
import type { LogOptions } from "./log-options.ts";
import { prettyLine } from "./pretty-line.ts";
import { scrubText } from "./scrub-text.ts";

/** Writes the log of an authority. */
export interface Log {
  event(event: AuthorityEvent): void;
  /** Logs an error that caused a 500 or 503 response, or an error of background work. */
  error(error: unknown): void;
  /** Logs an event of the server process, such as `started`. */
  info(message: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
  /** Writes buffered entries. */
  flush(): void;
}

// This package logs no fields with these names. The redaction is a second line of defense against a future mistake.
const NEVER = [
  "authorization",
  "cookie",
  "token",
  "refresh_token",
  "access_token",
  "key",
  "password",
  "secret",
  "body",
];

/**
 * Creates a {@link Log} that writes with pino. Redacts text that looks like a token, a key, an email address or a
 * password in a URL.
 */
export function createLog({ level, format, secrets, destination }: LogOptions): Log {
  const file = destination ? null : pino.destination({ dest: 2, sync: false });
  const target = destination ?? file ?? { write: () => {} };
  const logger = pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: NEVER.flatMap((name) => [name, `*.${name}`]), censor: "[hidden]" },
      hooks: { streamWrite: scrubText },
    },
    format === "json" ? target : { write: (line) => void target.write(prettyLine(line)) },
  );

  return {
    event(event) {
      if (event.type === "request") {
        const { type: _, method, path, route, status, durationMs, code, by, project } = event;
        const ids = by === null ? {} : by.kind === "rule" ? { rule: by.id } : { apiKey: by.id };
        const rounded = Math.round(durationMs * 100) / 100;
        const entry = { method, path, status, durationMs: rounded, route, code, ...ids, project };
        logger[levelOf(route, status)](entry, "request");
      } else if (event.type === "jwks_fetch") {
        const { ruleId, ok, durationMs, project } = event;
        const entry = { rule: ruleId, durationMs: Math.round(durationMs), project };
        if (ok) logger.debug(entry, "JWKS fetched");
        else logger.warn(entry, "JWKS out of reach");
      }
    },
    error: (error) => logger.error({ error: describeError(error, secrets) }, "fault"),
    info: (message, fields = {}) => logger.info(fields, message),
    flush: () => file?.flushSync(),
  };
}

/**
 * Returns the log level of a request. Health checks and the dashboard's static files are frequent, so they are logged
 * at `debug` to keep other requests visible. Responses with status 500 or above are logged at `error`.
 */
function levelOf(route: string, status: number): "debug" | "info" | "error" {
  if (status >= 500) return "error";
  return route === "healthz" || route === "readyz" || route === "dashboard" ? "debug" : "info";
}
