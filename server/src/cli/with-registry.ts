import { buildRegistry } from "../app/build-authority.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";
import { type CommonOptions, openChosenStorage } from "./common-options.ts";

/** Opens the database, lets a command change or read keys and rules, and closes the database again. */
export async function withRegistry<T>(
  options: CommonOptions & { allowInsecureJwks?: boolean },
  work: (registry: ReturnType<typeof buildRegistry>) => Promise<T>,
  more: Partial<AuthorityOptions> = {},
): Promise<T> {
  const storage = await openChosenStorage(options);
  try {
    const registry = buildRegistry(
      {
        storage,
        // These commands sign nothing, so the address never shows.
        issuer: "http://localhost",
        projectId: options.project,
        allowInsecureJwks: options.allowInsecureJwks ?? false,
        ...more,
      },
      "cli",
    );
    return await work(registry);
  } finally {
    await storage.close();
  }
}
