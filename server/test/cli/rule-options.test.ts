import { Command } from "commander";
import { expect, test } from "vitest";
import { addRuleOptions, readRuleOptions } from "../../src/cli/rules/rule-options.ts";
import { ruleFieldNames } from "../../src/rules/field-schema.ts";

const required = ["--name", "Acme", "--issuer", "https://a.example", "--jwks-url", "https://a.example.com/jwks"];

function read(...args: string[]) {
  const command = addRuleOptions(new Command().exitOverride(), ruleFieldNames);
  return readRuleOptions(command.parse([...required, ...args], { from: "user" }).opts(), ruleFieldNames);
}

test("`rules add` omits each field whose option is not set", () => {
  expect(read()).toEqual({ name: "Acme", issuer: ["https://a.example"], jwksUrl: "https://a.example.com/jwks" });
  expect(read("--workspace", "")).not.toHaveProperty("workspace");
});

test("each option of `rules add` sets the corresponding field of the rule", () => {
  const workspace = "$".concat("{oid}");
  const args = ["--audience", "one", "--audience", "two", "--audience-claim", "client_id", "--user-claim", "oid"];
  expect(
    read(
      ...args,
      ...["--issuer", "b", "--algorithm", "ES256", "--workspace", workspace, "--any-audience", "--disabled"],
      ...["--require", "token_use=id", "--require", "verified", "--require", "bot=false", "--require", "eq=a=b"],
    ),
  ).toEqual({
    name: "Acme",
    issuer: ["https://a.example", "b"],
    jwksUrl: "https://a.example.com/jwks",
    audience: ["one", "two"],
    audienceClaim: "client_id",
    anyAudience: true,
    algorithms: ["ES256"],
    userClaim: "oid",
    workspace,
    requiredClaims: { token_use: "id", verified: true, bot: false, eq: "a=b" },
    enabled: false,
  });
});

test("the help of `rules add` lists the defaults of the schema", () => {
  const help = addRuleOptions(new Command(), ruleFieldNames).configureHelp({ helpWidth: 200 }).helpInformation();
  expect(help).toMatch(/--algorithm <alg> +accepted algorithm; may be repeated \(default: RS256 and ES256\)\n/);
  expect(help).toMatch(/--user-claim <claim> +claim that names the user \(default: sub\)\n/);
});

test("`rules add` rejects two values for the same required claim", () => {
  expect(() => read("--require", "a=1", "--require", "b", "--require", "a=2")).toThrow(
    "`--require` names the claim a twice.",
  );
});
