import process from "node:process";

/** Does something with `NODE_ENV` as for production. Vite reads, and sets, this variable; whoever runs the demo keeps theirs. */
export async function inProduction(work: () => Promise<unknown>): Promise<void> {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}
