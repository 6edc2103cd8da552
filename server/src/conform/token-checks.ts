import { MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../../src/core/protocol.ts";
import type { ConformanceGroup } from "./conformance-group.ts";
import { send } from "./conformance-target.ts";

/** Checks credentials, errors, CORS and caching. With an API key, also checks minting. */
export const tokenChecks: ConformanceGroup = {
  name: "tokens",
  async run({ target, openCaller, assert }) {
    const url = `${target.baseUrl}/v1/threads`;
    const missing = await send(url, "GET");
    assert.equal("no credential answers 401", missing.status, 401);
    assert.equal("it says why", missing.body?.error, "Authorization header is missing");
    const malformed = await send(url, "GET", undefined, { Authorization: "Basic abc" });
    assert.equal("another scheme answers 401", malformed.status, 401);
    assert.equal("and says why", malformed.body?.error, 'Authorization header must begin with "Bearer "');
    const opaque = await send(url, "GET", undefined, { Authorization: "Bearer opaque" });
    assert.equal("an opaque token answers 403", opaque.status, 403);
    const inQuery = await send(`${url}?access_token=x`, "GET");
    assert.equal("a token in the query does not count", inQuery.status, 401);
    const none = await send(`${target.baseUrl}/v1/none`, "GET");
    assert.equal("an unknown route answers 404", [none.status, none.body?.error], [404, "Not Found"]);

    const { call } = await openCaller();
    const listed = await call("GET", "/threads");
    assert.equal("a workspace token lists threads", listed.status, 200);
    assert.ok(
      "answers are private",
      /no-store/.test(listed.headers.get("cache-control") ?? ""),
      listed.headers.get("cache-control"),
    );
    assert.equal("a token that is held is not rotated", listed.headers.get("authorization"), null);
    const preflight = await send(url, "OPTIONS", undefined, {
      Origin: "http://localhost:5173",
      "Access-Control-Request-Method": "DELETE",
      "Access-Control-Request-Headers": "authorization,content-type,aui-sdk",
    });
    assert.ok("a preflight is answered", preflight.status === 200 || preflight.status === 204, preflight.status);
    const header = (name: string) => (preflight.headers.get(name) ?? "").toLowerCase();
    for (const method of ["get", "post", "put", "delete"]) {
      assert.ok(`it allows ${method.toUpperCase()}`, header("access-control-allow-methods").includes(method));
    }
    for (const name of ["authorization", "content-type", "aui-sdk"]) {
      assert.ok(`it allows the header ${name}`, header("access-control-allow-headers").includes(name));
    }
    const crossOrigin = await call("GET", "/threads", undefined, { Origin: "http://localhost:5173" });
    const exposed = (crossOrigin.headers.get("access-control-expose-headers") ?? "").toLowerCase();
    assert.ok("answers expose Authorization", exposed.includes("authorization"), exposed);

    if (target.apiKey === null) return;
    const key = { Authorization: `Bearer ${target.apiKey}` };
    const mint = (headers: Record<string, string>) => send(target.baseUrl + MINT_PATH, "POST", undefined, headers);
    const minted = await mint({ ...key, [WORKSPACE_ID_HEADER]: "w", [USER_ID_HEADER]: "u" });
    assert.equal("an API key mints", minted.status, 200);
    const parts = String(minted.body?.token).split(".");
    const claims = JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString() || "{}");
    assert.equal("the token names user and workspace", [claims.sub, claims.workspace_id], ["u", "w"]);
    assert.ok("the token expires", typeof claims.exp === "number", claims.exp);
    const noWorkspace = await mint(key);
    assert.equal(
      "minting needs a workspace",
      [noWorkspace.status, noWorkspace.body?.error],
      [403, "Invalid Aui-Workspace-Id header"],
    );
    const badUser = await mint({ ...key, [WORKSPACE_ID_HEADER]: "w", [USER_ID_HEADER]: "a b" });
    assert.equal(
      "an id with a blank is refused",
      [badUser.status, badUser.body?.error],
      [403, "Invalid Aui-User-Id header"],
    );
    const wrongKey = await mint({ Authorization: `Bearer ${target.apiKey}x`, [WORKSPACE_ID_HEADER]: "w" });
    assert.equal("a wrong API key answers 403", wrongKey.status, 403);
    const twice = await send(target.baseUrl + MINT_PATH, "POST", undefined, {
      Authorization: `Bearer ${minted.body?.token}`,
    });
    assert.equal("a workspace token does not mint", twice.status, 403);
    const byKey = await send(url, "GET", undefined, { ...key, [WORKSPACE_ID_HEADER]: "w", [USER_ID_HEADER]: "u" });
    assert.equal("an API key lists threads", byKey.status, 200);
  },
};
