import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../support/run.ts";

/** Unpacks the package into an app's `node_modules`, as npm does. */
export async function unpackPackage(tarball: string, app: string): Promise<void> {
  const own = join(app, "node_modules/assistant-cloud-auth");
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", own, "--strip-components=1"], app);
}
