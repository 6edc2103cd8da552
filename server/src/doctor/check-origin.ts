import { isAllowedOrigin, readAllowedOrigin } from "../base/allowed-origin.ts";
import { type CheckResult, failed, passed } from "./check-result.ts";

/**
 * Tells whether pages of an origin may call.
 *
 * @param allowed the stored ones and those that `serve` is started with; none allows every page
 */
export function checkOrigin(origin: string, allowed: readonly string[]): CheckResult {
  const read = readAllowedOrigin(origin);
  if (read === null || read.includes("*")) {
    return failed(
      "origin",
      "That is not a page's origin.",
      "Give scheme, host and port as the browser shows them, such as https://app.example.com.",
    );
  }
  if (allowed.length === 0) return passed("origin", "No origin is listed, so every page may call.", read);
  if (isAllowedOrigin(read, allowed)) return passed("origin", `Pages of ${read} may call.`, read);
  return failed(
    "origin",
    `Pages of ${read} may not call: it is none of the ${allowed.length} allowed origins.`,
    `Run: assistant-cloud-server origins add ${read}`,
    read,
  );
}
