import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { backendCode } from "../../../dashboard/keys/backend-code.ts";

it("for a new API key, the dashboard shows the code of the example dashboard-token-route.ts", () => {
  expect(backendCode("https://auth.example")).toBe(readFileSync("test/examples/dashboard-token-route.ts", "utf8"));
});
