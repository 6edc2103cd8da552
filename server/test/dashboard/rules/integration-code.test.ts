import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { integrations } from "../../../dashboard/rules/code/integration.ts";
import { integrationCode } from "../../../dashboard/rules/code/integration-code.ts";
import { presets } from "../../../src/rules/presets/presets.ts";

const root = new URL(/* @vite-ignore */ "../../../../", `file://${import.meta.filename}`);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const BASE_URL = "https://auth.example.com";

describe("the code to paste in the app", () => {
  it("is there for each provider that a rule can be made for, and for no other", () => {
    expect(Object.keys(integrations).sort()).toEqual(Object.keys(presets).sort());
  });

  it.each(Object.entries(integrations))("for %s calls the hook that the package exports", async (_provider, found) => {
    const { exports } = JSON.parse(read("package.json")) as { exports: Record<string, unknown> };
    expect(exports).toHaveProperty([`./${found.entry}`]);
    const path = `src/integrations/${found.entry}.ts`;
    expect(read(path)).toMatch(new RegExp(`export function ${found.hook}\\b`));
  });

  it.each(Object.entries(integrations))("for %s hands over what the compiled example does", (provider, found) => {
    const path = `test/examples/providers/${provider}.tsx`;
    expect(existsSync(new URL(path, root))).toBe(true);
    const example = read(path);
    const given = provider === "logto" ? "useLogto(), { resource, organizationId }" : found.given;
    expect(example).toContain(`${found.hook}(${given})`);
    for (const line of found.imports) {
      const [, module = ""] = /from "([^"]+)"/.exec(line) ?? [];
      if (module.startsWith("./")) continue;
      expect(example).toContain(`from "${module}"`);
      for (const name of line.match(/\{ (.*) \}/)?.[1]?.split(", ") ?? [])
        expect(example).toMatch(new RegExp(`\\b${name}\\b`));
    }
    for (const line of found.within ?? []) if (provider !== "google") expect(example).toContain(line);
  });

  it("names the authority and the hook", () => {
    expect(integrationCode({ provider: "clerk", audienceClaim: "aud" }, BASE_URL)).toBe(
      [
        'import { useAuth } from "@clerk/react"; // or @clerk/nextjs, @clerk/expo …',
        'import { AssistantCloudProvider } from "assistant-cloud-auth";',
        'import { useClerkTokenSource } from "assistant-cloud-auth/clerk";',
        "",
        "export function Cloud({ children }) {",
        "  const tokenSource = useClerkTokenSource(useAuth());",
        "  return (",
        '    <AssistantCloudProvider baseUrl="https://auth.example.com" tokenSource={tokenSource}>',
        "      {children}",
        "    </AssistantCloudProvider>",
        "  );",
        "}",
      ].join("\n"),
    );
  });

  it.each([
    ["clerk", "azp", "useClerkTokenSource(useAuth(), { template: null })"],
    ["cognito", "client_id", 'useCognitoTokenSource({ fetchAuthSession, Hub }, { token: "access" })'],
    [null, "aud", "providerTokenSource({"],
    ["acme", "aud", "providerTokenSource({"],
    ["constructor", "aud", "providerTokenSource({"],
  ])("for %s with the audience in %s has %s", (provider, audienceClaim, call) => {
    expect(integrationCode({ provider, audienceClaim }, BASE_URL)).toContain(call);
  });
});
