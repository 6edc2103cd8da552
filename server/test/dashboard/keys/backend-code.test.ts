import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { backendCode } from "../../../dashboard/keys/backend-code.ts";

it("the dashboard's code for a new API key compiles in an app's backend", () => {
  expect(backendCode("https://auth.example")).toBe(readFileSync("test/examples/dashboard-token-route.ts", "utf8"));
});
