import { describe, expect, it } from "vitest";
import { nextSteps } from "../../src/dashboard/next-steps.ts";

const codeFor = (issuer: string) =>
  nextSteps(issuer)
    .flatMap(({ snippets }) => snippets.map(({ code }) => code))
    .join("\n");

describe("the next steps", () => {
  it("name the authority's own address wherever one is asked for", () => {
    const code = codeFor("https://auth.example");
    expect(code).toContain('baseUrl="https://auth.example"');
    expect(code).toContain('baseUrl: "https://auth.example"');
    expect(code).toContain("curl -X POST https://auth.example/v1/auth/tokens");
  });

  it("stay one word of a shell, whatever the address holds", () => {
    const code = codeFor("https://auth.example/a b'; rm -rf $HOME; '");
    expect(code).toContain(`curl -X POST 'https://auth.example/a b'\\''; rm -rf $HOME; '\\''/v1/auth/tokens'`);
  });
});
