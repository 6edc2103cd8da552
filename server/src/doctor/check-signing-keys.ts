import { and, eq, ne } from "drizzle-orm";
import { isAuthorityError } from "../base/authority-error.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import { createKeyVault } from "../signing/key-vault.ts";
import { planRotation } from "../signing/plan-rotation.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { signingKeys } from "../storage/schema.ts";
import { type CheckResult, failed, passed, warned } from "./check-result.ts";

/**
 * Checks that the secret decrypts a project's active and upcoming private keys, and that a key is active. Passes if no
 * key exists yet. Returns a warning if a process with a wrong clock has set the start time of a key too far in the
 * future.
 */
export async function checkSigningKeys(
  storage: Pick<AuthorityStorage, "run">,
  settings: ProjectSettings,
): Promise<CheckResult> {
  const rows = await storage.run((database) =>
    database
      .select()
      .from(signingKeys)
      .where(and(eq(signingKeys.projectId, settings.projectId), ne(signingKeys.state, "retired"))),
  );
  if (rows.length === 0) return passed("signing_key", "No key exists yet: the first start of `serve` creates one.");
  const vault = createKeyVault(settings);
  try {
    for (const row of rows) vault.open(row);
  } catch (error) {
    if (!isAuthorityError(error)) throw error;
    return failed("signing_key", error.message, error.remedy);
  }
  if (!rows.some(({ state }) => state === "active")) {
    return failed("signing_key", "No key is active.", "Run: assistant-cloud-server signing-keys list");
  }
  const schedule = settings.signingKeyRotation;
  const { step } = planRotation(rows, settings.signingAlgorithm, schedule, settings.now());
  if (step?.kind === "correct") {
    return warned(
      "signing_key",
      "A wrong clock scheduled this key.",
      "Synchronize the clocks of all servers by NTP. The next request to `serve` corrects the schedule.",
      step.kid,
    );
  }
  return passed("signing_key", "The secret decrypts the private keys.");
}
