import type { AuthorityOptions } from "../config/authority-options.ts";
import type { Authority } from "./authority.ts";

/**
 * Makes an authority for one project on an open storage.
 *
 * @throws `invalid_setting` that names the option; `secret_mismatch` when the stored private keys were sealed
 *   with another secret; `storage_unreachable`
 */
export async function createAuthority(options: AuthorityOptions): Promise<Authority> {
  const { buildAuthority } = await import("./build-authority.ts");
  return buildAuthority(options);
}
