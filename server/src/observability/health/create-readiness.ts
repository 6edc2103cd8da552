import { sql } from "drizzle-orm";
import type { SigningKeys } from "../../signing/signing-keys.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";

const LIMIT_MS = 1000;

/** The dependencies that the server needs to issue tokens. */
export type ReadinessPart = "database" | "signing_key";

/** The body of `GET /readyz`. The status is 200 if `ready` is true, otherwise 503. */
export interface ReadinessReport {
  ready: boolean;
  /** The dependencies that are not ready, without the reasons, because the route is public. Empty during shutdown. */
  missing: ReadinessPart[];
}

/**
 * Creates the check behind `GET /readyz`. The server is ready if the database answers a query within 1 second and the
 * signing key can be decrypted.
 *
 * The route is public, so anyone can send many requests. Concurrent callers share one query (single flight), so such
 * requests do not overload the database.
 */
export function createReadiness(
  storage: Pick<AuthorityStorage, "run">,
  signingKeys: Pick<SigningKeys, "get">,
): () => Promise<ReadinessReport> {
  const database = singleFlight(() => storage.run((connection) => connection.execute(sql`select 1`)));
  const key = singleFlight(async () => signingKeys.get());
  return async () => {
    const [hasDatabase, hasKey] = await Promise.all([resolvesInTime(database()), resolvesInTime(key())]);
    const missing: ReadinessPart[] = [];
    if (!hasDatabase) missing.push("database");
    if (!hasKey) missing.push("signing_key");
    return { ready: missing.length === 0, missing };
  };
}

function singleFlight(work: () => Promise<unknown>): () => Promise<unknown> {
  let pending: Promise<unknown> | null = null;
  return () => {
    pending ??= work().finally(() => {
      pending = null;
    });
    return pending;
  };
}

/** Returns whether a promise resolves within 1 second. */
async function resolvesInTime(work: Promise<unknown>): Promise<boolean> {
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
