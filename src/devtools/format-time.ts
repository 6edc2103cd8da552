/** Formats a time, in milliseconds since the epoch, as the local time of day with seconds. */
export function formatTimeOfDay(wall: number): string {
  return new Date(wall).toLocaleTimeString([], { hourCycle: "h23" });
}

/**
 * Formats a duration as minutes and seconds, rounded up to whole seconds, such as `4:05`. From one hour on, the text
 * begins with the hours: `1:02:09`.
 */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
