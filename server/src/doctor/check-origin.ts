import { isAllowedOrigin, readAllowedOrigin } from "../base/allowed-origin.ts";
import { type CheckResult, failed, passed } from "./check-result.ts";

/**
 * Checks whether pages of an origin may call the server from a browser.
 *
 * @param allowed the stored origins and those of the option `allowedOrigins`; an empty list allows every origin
 */
export function checkOrigin(origin: string, allowed: readonly string[]): CheckResult {
  const read = readAllowedOrigin(origin);
  if (read === null || read.includes("*")) {
    return failed(
      "origin",
      "This is not the origin of a page.",
      "Pass scheme, host and port as the browser shows them, such as https://app.example.com.",
    );
  }
  if (allowed.length === 0) return passed("origin", "No origin is listed, so every page may call.", read);
  if (isAllowedOrigin(read, allowed)) return passed("origin", `Pages of ${read} may call.`, read);
  return failed(
    "origin",
    `Pages of ${read} may not call: the origin matches none of the ${allowed.length} allowed ones.`,
    `Run: assistant-cloud-server origins add ${read}`,
    read,
  );
}
