import { decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import { buildServices } from "../../src/app/build-services.ts";
import { readProjectSettings } from "../../src/config/project-settings.ts";
import { call, exchange, mint, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();
const OWN_ISSUER = "https://auth.example.com";

/** Returns the services that a CLI command uses without a running server. They have no issuer. */
function servicesWithoutServer() {
  const { projectId, now } = t;
  const settings = readProjectSettings(t.storage, { projectId, now, allowInsecureJwks: true });
  return buildServices(t.storage, { ...settings, issuer: null });
}

test("the server rejects a rule for its own issuer", async () => {
  await expect(t.authority.rules.add(t.rule({ issuer: OWN_ISSUER }))).rejects.toMatchObject({
    code: "invalid_rule",
    message: expect.stringContaining("this server itself"),
  });
});

test("if the CLI saved a rule for the server's own issuer, the rule accepts no token of that issuer", async () => {
  const { rules } = servicesWithoutServer();
  await rules.add(t.rule({ issuer: [OWN_ISSUER, t.provider.issuer] }), { actor: "cli" });

  // The rule accepts the other issuer's token, so only `iss` makes the difference.
  tokenOf(await exchange(t.authority, await t.provider.sign()));
  const forged = await t.provider.sign({ iss: OWN_ISSUER, workspace_id: "w", project_id: t.projectId });
  expect(await exchange(t.authority, forged)).toMatchObject({ status: 403, body: { code: "provider_token_required" } });
  expect(await call(t.authority, "/v1/threads", { bearer: forged })).toMatchObject({
    status: 403,
    body: { code: "token_invalid" },
  });

  // The server's own tokens are still verified with its own keys.
  const { key } = await t.authority.keys.create({ name: "backend" });
  const own = tokenOf(await mint(t.authority, key));
  expect(decodeProtectedHeader(own)["kid"]).not.toBe(t.provider.kid);
  expect((await call(t.authority, "/v1/threads", { bearer: own })).status).toBe(200);
  expect((await exchange(t.authority, own)).status).toBe(403);
});
