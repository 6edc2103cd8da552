import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { backendCode } from "../../../dashboard/keys/backend-code.ts";

it("shows backend code that compiles", () => {
  expect(backendCode("https://auth.example")).toBe(readFileSync("test/examples/dashboard-token-route.ts", "utf8"));
});
