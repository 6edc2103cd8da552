import type { AuthorityOptions } from "../config/authority-options.ts";
import type { Authority } from "./authority.ts";

/**
 * Creates an authority for one project on an open storage.
 *
 * @throws `invalid_setting` with the option and the problem; `secret_mismatch` if another secret encrypted the stored
 *   private keys; `storage_unreachable`
 */
export async function createAuthority(options: AuthorityOptions): Promise<Authority> {
  const { buildAuthority } = await import("./build-authority.ts");
  return buildAuthority(options);
}
