import { createAuthority } from "../../src/app/create-authority.ts";
import { openControl } from "../../src/cli/open-control.ts";
import { openLog } from "../../src/cli/open-log.ts";
import { openStorage } from "../../src/storage/open-storage.ts";

/**
 * Opens a data folder as `serve` does, until the returned function is called. Commands then use this database through
 * the control channel. Without this function, each command would open a database, which takes a second.
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const storage = await openStorage(folder);
  const options = { storage, issuer: "https://auth.example.com", allowInsecureJwks: true };
  const control = await openControl(options, folder, await openLog("silent"));
  const authority = await createAuthority(options);
  return async () => {
    await control?.close();
    await authority.close();
    await storage.close();
  };
}
