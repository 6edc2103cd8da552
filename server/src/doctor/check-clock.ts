import { sql } from "drizzle-orm";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { checkKeepAlive } from "./check-address.ts";
import { type CheckResult, failed, passed, skipped } from "./check-result.ts";

/**
 * The maximum accepted deviation of a clock, in milliseconds. The `nbf` of a workspace token is 10 seconds before its
 * `iat`. The clocks of issuer and verifier may therefore each deviate by 5 seconds.
 */
const TOLERANCE_MS = 5000;
const TIMEOUT_MS = 5000;
const REMEDY = "Synchronize the clock of this machine by NTP (timedatectl set-ntp true), and the other clock too.";

/** Compares this machine's clock with the clock of the PostgreSQL server. Skips the check for an embedded database. */
export async function checkDatabaseClock(
  storage: Pick<AuthorityStorage, "kind" | "run">,
  now: () => number,
): Promise<CheckResult> {
  if (storage.kind !== "postgres") return skipped("clock", "An embedded database uses this machine's clock.");
  const sent = now();
  const { rows } = (await storage.run((database) =>
    database.execute(sql`select extract(epoch from clock_timestamp()) * 1000 as now`),
  )) as unknown as { rows: { now: string | number }[] };
  return compareClocks("the database's", Number(rows[0]?.now), sent, now(), 0);
}

/**
 * Compares this machine's clock with the `Date` header of a response, and checks how long the responding server keeps
 * idle connections open. Accepts a response with any status and does not read its body.
 */
export async function checkUrl(url: string, now: () => number): Promise<CheckResult[]> {
  if (!URL.canParse(url)) {
    const remedy = "Pass a URL such as https://example.com.";
    return [failed("clock", "The URL to compare the clock with is not valid.", remedy)];
  }
  const { host } = new URL(url);
  const sent = now();
  let headers: Headers;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // Node.js sends HEAD requests with `Connection: close`, so this is a GET request.
    const response = await fetch(url, { redirect: "manual", signal });
    await response.body?.cancel();
    headers = response.headers;
  } catch {
    return [failed("clock", `${host} does not answer.`, "Check the URL and the network of this machine.", host)];
  }
  return [
    compareDateHeader(headers.get("Date"), host, sent, now()),
    ...checkKeepAlive(headers.get("Keep-Alive"), host),
  ];
}

function compareDateHeader(date: string | null, host: string, sent: number, received: number): CheckResult {
  const remoteMs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(remoteMs)) {
    return failed("clock", `${host} answers without a Date header.`, "Use the URL of another server.", host);
  }
  // The `Date` header has a resolution of one second, so the other clock may be up to one second ahead of it.
  return compareClocks(`that of ${host}`, remoteMs, sent, received, 1000);
}

function compareClocks(
  clockName: string,
  remoteMs: number,
  sent: number,
  received: number,
  resolutionMs: number,
): CheckResult {
  // The other server read its clock at an unknown time between `sent` and `received`, so the deviation has two bounds.
  const ahead = sent - (remoteMs + resolutionMs);
  const behind = remoteMs - received;
  const off = Math.max(ahead, behind, 0);
  const direction = ahead > behind ? "ahead of" : "behind";
  if (off <= TOLERANCE_MS)
    return passed("clock", `This machine's clock and ${clockName} agree within 5 seconds.`, clockName);
  const seconds = Math.round(off / 1000);
  return failed("clock", `This machine's clock is ${seconds} seconds ${direction} ${clockName}.`, REMEDY, clockName);
}
