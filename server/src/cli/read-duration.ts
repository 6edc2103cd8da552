import { InvalidArgumentError } from "commander";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, y: 31_536_000 };

/**
 * Returns a parser that converts a duration, such as `90s`, `15m`, `24h`, `7d` or `1y`, to seconds. The parser throws
 * if the duration is invalid or out of range.
 */
export function durationBetween(minSeconds: number, maxSeconds: number) {
  return (text: string): number => {
    const [, count = "", unit = ""] = /^(\d{1,9})([smhdy])$/.exec(text) ?? [];
    const seconds = Number(count) * (UNIT_SECONDS[unit] ?? Number.NaN);
    if (count !== "" && seconds >= minSeconds && seconds <= maxSeconds) return seconds;
    throw new InvalidArgumentError(
      `It must be a time such as 90s, 15m, 24h, 7d or 1y, from ${formatDuration(minSeconds)} to ${formatDuration(maxSeconds)}.`,
    );
  };
}

function formatDuration(seconds: number): string {
  const unit = ["y", "d", "h", "m"].find((each) => seconds !== 0 && seconds % (UNIT_SECONDS[each] ?? 1) === 0) ?? "s";
  return `${seconds / (UNIT_SECONDS[unit] ?? 1)}${unit}`;
}
