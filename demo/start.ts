import process from "node:process";
import { fileURLToPath } from "node:url";
import type { DemoOptions } from "./start-demo.ts";

const { DEMO_PORT, DEMO_TOKEN_LIFETIME_SECONDS, DEMO_DATA } = process.env;

try {
  const options: DemoOptions = {
    port: readNumber("DEMO_PORT", DEMO_PORT, 0, 65_533) ?? 5173,
    tokenLifetimeSeconds: readNumber("DEMO_TOKEN_LIFETIME_SECONDS", DEMO_TOKEN_LIFETIME_SECONDS, 8, 3600) ?? 300,
    dataFolder: DEMO_DATA ?? fileURLToPath(new URL("../.data/demo", import.meta.url)),
    log: console.log,
  };
  // The demo's libraries take seconds to load, so first check the numbers above.
  const { startDemo } = await import("./start-demo.ts");
  const demo = await startDemo(options);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    console.log("Stopping …");
    demo.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  console.log(`Ready: ${demo.url}`);
  console.log(`Dashboard: ${demo.dashboardUrl}`);
  if (demo.setUpUrl !== null) console.log(`Set the admin's password within an hour: ${demo.setUpUrl}`);
} catch (error) {
  fail(error);
}

function readNumber(name: string, value: string | undefined, min: number, max: number): number | null {
  if (value === undefined || value === "") return null;
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new Error(`${name} must be a whole number from ${min} to ${max}.`);
}

function fail(error: unknown): void {
  const { message, remedy } =
    error instanceof Error ? { remedy: "", ...error, message: error.message } : { message: String(error), remedy: "" };
  console.error(["The demo did not start.", message, remedy].filter(Boolean).join(" "));
  process.exit(1);
}
