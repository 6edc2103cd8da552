import { createAuthority, openStorage } from "../../server/src/index.ts";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { fillKeys } from "../database/fill-settings.ts";
import { median } from "../measure-in-turns.ts";
import type { Measure, Row } from "../row.ts";

const KEYS = 100_000;
const ISSUER = "http://127.0.0.1:8787";
const ROUNDS = 30;
const GOAL_MS = 50;

interface KeyPage {
  keys: unknown[];
  next: string | null;
}

/**
 * Measures how long the admin API takes to return one page of a list of 100,000 API keys. Compares a page in the middle
 * with the first page.
 */
export const measure: Measure = async () => {
  const postgres = await startPostgres();
  const storage = await openStorage(postgres.url);
  try {
    await fillKeys(postgres.url, KEYS);
    const authority = await createAuthority({
      storage,
      issuer: ISSUER,
      admin: "loopback",
      secret: "a secret of the benchmark, 32 characters or more",
    });
    const read = async (after?: string): Promise<{ page: KeyPage; bytes: number; ms: number }> => {
      const start = performance.now();
      const query = after === undefined ? "" : `?after=${after}`;
      const response = await authority.fetch(new Request(`${ISSUER}/admin/api/keys${query}`), {
        remoteAddress: "127.0.0.1",
      });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`The list was answered with ${response.status}.`);
      return { page: JSON.parse(text) as KeyPage, bytes: text.length, ms: performance.now() - start };
    };
    const middle = `${Date.UTC(2026, 0, 1) + (KEYS / 2) * 1000}-key_0bench${KEYS / 2}`;
    const [first, later]: [number[], number[]] = [[], []];
    for (let round = -5; round < ROUNDS; round += 1) {
      const [one, other] = [await read(), await read(middle)];
      if (one.page.next === null || other.page.keys.length !== one.page.keys.length)
        throw new Error("A page is short.");
      if (round < 0) continue;
      first.push(one.ms);
      later.push(other.ms);
    }
    const { bytes, page } = await read();
    const toRow = (what: string, times: readonly number[], against: string, ratio: number | null): Row => ({
      what: `${what} of ${KEYS.toLocaleString("en-US")} API keys`,
      figure: `${median(times).toFixed(1)} ms, at most ${Math.max(...times).toFixed(0)} ms of ${ROUNDS}`,
      against,
      ratio,
      goal: `<= ${GOAL_MS} ms`,
      met: median(times) <= GOAL_MS,
    });
    await authority.close();
    return [
      toRow("the first page", first, `${page.keys.length} keys, ${(bytes / 1000).toFixed(0)} kB`, null),
      toRow("a page in the middle", later, "the first page", median(later) / median(first)),
    ];
  } finally {
    await storage.close();
    await postgres.remove();
  }
};
