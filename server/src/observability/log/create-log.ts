import pino from "pino";
import type { AuthorityEvent } from "../../events/authority-event.ts";
import { describeError } from "./describe-error.ts";
import type { LogOptions } from "./log-options.ts";
import { prettyLine } from "./pretty-line.ts";
import { scrubText } from "./scrub-text.ts";

/** Writes what an authority tells of. */
export interface Log {
  event(event: AuthorityEvent): void;
  /** A caller saw a 500 or a 503, or work beside the requests failed. */
  fault(error: unknown): void;
  /** The server's life, such as `start`. */
  note(message: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
  /** Writes what waits to be written. */
  flush(): void;
}

// No field of these names is written by this package; should one ever be, its value is left out.
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

/** Makes a {@link Log} by pino. Whatever is in an entry, a text that looks like a secret does not leave it. */
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
    fault: (error) => logger.error({ error: describeError(error, secrets) }, "fault"),
    note: (message, fields = {}) => logger.info(fields, message),
    flush: () => file?.flushSync(),
  };
}

/** Health checks come every few seconds, and a page is many files: they would hide the rest. */
function levelOf(route: string, status: number): "debug" | "info" | "error" {
  if (status >= 500) return "error";
  return route === "healthz" || route === "readyz" || route === "dashboard" ? "debug" : "info";
}
