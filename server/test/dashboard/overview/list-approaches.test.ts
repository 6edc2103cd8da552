import { describe, expect, it } from "vitest";
import { listApproaches } from "../../../dashboard/overview/next-steps/list-approaches.ts";

const codeFor = (issuer: string) =>
  listApproaches(issuer)
    .flatMap(({ steps }) => steps.map((step) => ("code" in step ? step.code : "")))
    .join("\n");

describe("the next steps in the dashboard's overview", () => {
  it("every code sample of the overview contains the authority's URL", () => {
    const code = codeFor("https://auth.example");
    expect(code).toContain('baseUrl="https://auth.example"');
    expect(code).toContain('baseUrl: "https://auth.example"');
    expect(code).toContain("curl -X POST https://auth.example/v1/auth/tokens");
  });

  it("the overview's next steps link to pages of the dashboard and contain no CLI command", () => {
    const pages = listApproaches("https://auth.example").map(({ steps }) =>
      steps.flatMap((step) => ("page" in step ? [step.page] : [])),
    );
    expect(pages).toEqual([
      ["rules", "try", "origins"],
      ["keys", "activity"],
    ]);
    expect(JSON.stringify(listApproaches("https://auth.example"))).not.toContain("npx");
  });

  it("the overview's shell command quotes the authority's URL as a single word", () => {
    const code = codeFor("https://auth.example/a b'; rm -rf $HOME; '");
    expect(code).toContain(`curl -X POST 'https://auth.example/a b'\\''; rm -rf $HOME; '\\''/v1/auth/tokens'`);
  });
});
