import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { run, runToEnd } from "../support/run.ts";
import { installPlatform } from "./support/install-platform.ts";
import { type RunningCloud, startCloud } from "./support/start-cloud.ts";

const app = fileURLToPath(new URL("react-native", import.meta.url));
const compilers: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "osx-bin/hermesc",
  linux: "linux64-bin/hermesc",
  win32: "win64-bin/hermesc.exe",
};

beforeAll(() => installPlatform(app, inject("packed").auth.tarball), 600_000);

describe("the package in a React Native app", { timeout: 180_000 }, () => {
  let folder: string;
  let bundle: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "react-native-"));
    bundle = join(folder, "app.js");
    await run(process.execPath, ["bundle.js", bundle], app);
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("Metro bundles the package, and the bundle loads without any browser API", async () => {
    const globals = { console };
    vm.runInNewContext(await readFile(bundle, "utf8"), globals);
    expect(globals).toMatchObject({ loaded: { core: { createTokenEngine: expect.any(Function) } } });
  });

  it("Hermes compiles the package without a warning", async () => {
    const hermesc = join(app, "node_modules/hermes-compiler/hermesc", compilers[process.platform] ?? "");
    const compiled = await runToEnd(hermesc, ["-O", "-emit-binary", "-out", join(folder, "app.hbc"), bundle], folder);
    expect(compiled).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("F45 React Native's Jest environment with React Native's own fetch and AbortController", () => {
  let cloud: RunningCloud;
  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud?.close());

  it("a React Native app that uses the package passes its five tests in Jest", { timeout: 180_000 }, async () => {
    const args = ["node_modules/jest/bin/jest.js", "--ci", "--forceExit"];
    const { code, stderr } = await runToEnd(process.execPath, args, app, {
      CLOUD_URL: cloud.url,
      APP_URL: cloud.appUrl,
      NODE_ENV: "test",
    });
    expect(code, stderr).toBe(0);
    expect(stderr.match(/✓ .*?(?= \(\d+ ms\)$|$)/gm)).toEqual([
      "✓ the platform is React Native's, with its own AbortController and fetch",
      "✓ an engine gets a token",
      "✓ a route that hangs leads to `source_timeout`",
      "✓ a backend with its API key is rejected",
      "✓ the provider renders, and `useAuthorizedFetch` sends the token",
    ]);
    expect(cloud.callers).toEqual(["user_1"]);
  });
});
