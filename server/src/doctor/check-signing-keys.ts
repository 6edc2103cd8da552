import { and, eq, ne } from "drizzle-orm";
import { isAuthorityError } from "../base/authority-error.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import { createKeyVault } from "../signing/key-vault.ts";
import { planRotation } from "../signing/plan-rotation.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { signingKeys } from "../storage/schema.ts";
import { type CheckResult, failed, passed, warned } from "./check-result.ts";

/** Opens the private keys of a project that sign, or are to, with the secret. */
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
  if (rows.length === 0) return passed("signing_key", "There is none yet: the first start of `serve` makes it.");
  const vault = createKeyVault(settings);
  try {
    for (const row of rows) vault.open(row);
  } catch (error) {
    if (!isAuthorityError(error)) throw error;
    return failed("signing_key", error.message, error.remedy);
  }
  if (!rows.some(({ state }) => state === "active")) {
    return failed("signing_key", "No key signs.", "Run: assistant-cloud-server signing-keys list");
  }
  const schedule = settings.signingKeyRotation;
  const { step } = planRotation(rows, settings.signingAlgorithm, schedule, settings.now());
  if (step?.kind === "correct") {
    return warned(
      "signing_key",
      "A key is planned by a clock that was wrong.",
      "Have the clocks of all servers set by NTP. The next request to `serve` corrects the plan.",
      step.kid,
    );
  }
  return passed("signing_key", "The secret opens the private keys.");
}
