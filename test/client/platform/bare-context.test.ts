import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { signToken } from "../../support/sign-token.ts";

let code = "";
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ["src/client/create-token-engine.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "client",
    // Bundle for a runtime that is neither a browser nor Node, such as a worker.
    platform: "neutral",
  });
  code = outputFiles[0]?.text ?? "";
});

/** The only platform APIs in the context. For example, `window`, `URL` and `AbortController` do not exist. */
const surroundings = { fetch: () => {}, setTimeout, clearTimeout };

describe("F66 an engine in a context that has only `fetch` and timers", () => {
  it("without browser APIs, `getToken()` returns a cached token until a forced refresh replaces it", async () => {
    const iat = Math.floor(Date.now() / 1000);
    let count = 0;
    const mint = () =>
      signToken({ sub: "ada", workspace_id: "org:ada", jti: `${++count}`, iat, nbf: iat - 10, exp: iat + 300 });
    const context = createContext({ ...surroundings, mint });
    const run = (expression: string) => runInContext(expression, context) as Promise<string>;
    runInContext(code, context);
    await run(`engine = client.createTokenEngine({
      baseUrl: "https://cloud.example",
      tokenSource: { kind: "backend", key: "ada", getToken: async () => mint() },
    }); engine.getToken()`);
    const first = await run("engine.getToken()");
    expect(first.split(".")).toHaveLength(3);
    expect(await run("engine.getToken()")).toBe(first);
    expect(await run("engine.refresh()")).not.toBe(first);
    expect(await run("engine.getSnapshot().status")).toBe("authenticated");
    await run("engine.dispose()");
  });

  it("without browser APIs, `getToken()` rejects with an error code if the token source throws or hangs", async () => {
    const context = createContext(surroundings);
    runInContext(code, context);
    const read = (getToken: string) =>
      runInContext(
        `engine = client.createTokenEngine({ baseUrl: "https://cloud.example", sourceTimeoutMs: 20,
          tokenSource: { kind: "backend", key: null, getToken: ${getToken} } });
        engine.getToken().catch((error) => error.code).finally(() => engine.dispose())`,
        context,
      ) as Promise<string>;
    expect(await read("() => { throw new Error() }")).toBe("source_failed");
    expect(await read("() => new Promise(() => {})")).toBe("source_timeout");
    expect(await read("async () => null")).toBe(null);
  });
});
