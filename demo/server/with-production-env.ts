import process from "node:process";

/** Runs `work` with `NODE_ENV=production`, then restores the variable. Vite reads the variable and also sets it. */
export async function withProductionEnv(work: () => Promise<unknown>): Promise<void> {
  const previous = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await work();
  } finally {
    if (previous === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = previous;
  }
}
