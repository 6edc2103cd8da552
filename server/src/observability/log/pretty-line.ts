import { escapeForTerminal } from "../../base/unsafe-text.ts";

const LEADING = ["level", "time", "msg", "pid", "hostname"];

/** Converts a log entry from JSON to a human-readable line: time, level, message, then the fields as `name=value`. */
export function prettyLine(line: string): string {
  const entry = JSON.parse(line) as Record<string, unknown>;
  const time = String(entry["time"] ?? "").slice(11, 23);
  const level = String(entry["level"] ?? "").toUpperCase();
  const fields = Object.entries(entry)
    .filter(([name]) => !LEADING.includes(name))
    .map(
      ([name, value]) =>
        `${name}=${typeof value === "string" && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value)}`,
    );
  return `${escapeForTerminal([time, level.padEnd(5), String(entry["msg"] ?? ""), ...fields].join(" "))}\n`;
}
