import { sql } from "drizzle-orm";
import type { SigningKeys } from "../../signing/signing-keys.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";

const LIMIT_MS = 1000;

/** What a process needs to issue tokens. */
export type ReadinessPart = "database" | "signing_key";

/** The body of `GET /readyz`: 200 when nothing is missing, else 503. */
export interface ReadinessReport {
  ready: boolean;
  /** What is missing, and nothing of why: the log tells. */
  missing: ReadinessPart[];
}

/**
 * Makes the check behind `/readyz`: the database answers a query within 1 second, and the private key that signs can be opened.
 *
 * Anybody may ask, so however many do, one query is under way, also when the database keeps it waiting.
 */
export function createReadiness(
  storage: Pick<AuthorityStorage, "run">,
  signingKeys: Pick<SigningKeys, "get">,
): () => Promise<ReadinessReport> {
  const database = shared(() => storage.run((connection) => connection.execute(sql`select 1`)));
  const key = shared(async () => signingKeys.get());
  return async () => {
    const [hasDatabase, hasKey] = await Promise.all([within(database()), within(key())]);
    const missing: ReadinessPart[] = [];
    if (!hasDatabase) missing.push("database");
    if (!hasKey) missing.push("signing_key");
    return { ready: missing.length === 0, missing };
  };
}

function shared(work: () => Promise<unknown>): () => Promise<unknown> {
  let pending: Promise<unknown> | null = null;
  return () => {
    pending ??= work().finally(() => {
      pending = null;
    });
    return pending;
  };
}

/** Whether work succeeds before the time is up. */
async function within(work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), LIMIT_MS);
  });
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => false,
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
