import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import serverManifest from "../../../server/package.json" with { type: "json" };
import { type InstalledApp, installApp } from "../../support/install-app.ts";
import { packageEntries } from "../../support/package-entries.ts";
import { runToEnd } from "../../support/run.ts";

const { auth, server } = inject("packed");
const root = fileURLToPath(new URL("../../../", import.meta.url));
const { "@assistant-ui/react": assistantUi, "assistant-cloud": client, vite } = manifest.devDependencies;

/** Libraries that an app uses. The server needs other versions of these libraries. */
const older = { commander: "^12", "drizzle-orm": "^0.44", hono: "^3", pino: "^9", zod: "^3" };
const query = { "@tanstack/react-query": "^5", "assistant-cloud-auth": `file:${auth.tarball}` };

const apps: Record<string, Record<string, string>> = {
  "React 18": { react: "^18", "react-dom": "^18", "@types/react": "^18", ...query },
  "React 19, the real client and the server": {
    react: "^19",
    "react-dom": "^19",
    "@types/react": "^19",
    "@assistant-ui/react": assistantUi,
    "assistant-cloud": client,
    "assistant-cloud-server": `file:${server.tarball}`,
    ...query,
    ...older,
    "typescript-5.9": "npm:typescript@5.9.3",
    "typescript-7": "npm:typescript@7.0.2",
    vite,
  },
};

/** A timeout for npm, the registry and the compilers, which are slow on a busy machine. */
const slow = { timeout: 600_000 };

const entries = packageEntries(auth.folder, manifest.exports).map(({ subpath }) => subpath.slice(1));
const serverEntries = packageEntries(server.folder, serverManifest.exports).map(({ subpath }) => subpath.slice(1));

describe.each(Object.entries(apps))("the package in an app with %s", slow, (_, dependencies) => {
  const hasServer = "assistant-cloud-server" in dependencies;
  const importable = [
    ...entries
      .filter((entry) => entry !== "/assistant-cloud" || hasServer)
      .map((entry) => `assistant-cloud-auth${entry}`),
    ...(hasServer ? serverEntries.map((entry) => `assistant-cloud-server${entry}`) : []),
  ];
  let app: InstalledApp;
  beforeAll(async () => {
    app = await installApp(dependencies);
  }, slow.timeout);
  afterAll(() => app.remove());

  it("npm installs the package without a conflict or a warning about peer dependencies", async () => {
    expect(app.npm).toMatchObject({ code: 0 });
    expect(app.npm.stdout + app.npm.stderr).not.toMatch(/ERESOLVE|peer/i);
    expect(await runToEnd("npm", ["ls"], app.folder)).toMatchObject({ code: 0 });
  });

  it("Node imports every entry point of the package", async () => {
    const output = await app.runModule(`
      for (const entry of ${JSON.stringify(importable)}) {
        if (Object.keys(await import(entry)).length === 0) throw new Error(entry + " exports nothing");
      }
      console.log("imported");
    `);
    expect(output).toBe("imported\n");
  });

  // The oldest and the newest supported compiler check the app that has all packages. The repository's compiler checks
  // the other app.
  const compilers = hasServer ? ["typescript-5.9", "typescript-7"] : ["typescript"];
  it.each(compilers)("the types of every entry point compile with %s and `skipLibCheck: false`", async (compiler) => {
    const folder = join(app.folder, "types");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "app.ts"), sourceOf(importable));
    const options = { module: "NodeNext", target: "ES2022", lib: ["ES2023", "DOM", "DOM.Iterable"], types: [] };
    const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
    const config = { compilerOptions: { ...options, ...strict }, files: ["app.ts"] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    // Use the compiler of the repository or of the app.
    const home = createRequire(compiler === "typescript" ? import.meta.url : join(app.folder, "package.json"));
    const tsc = join(home.resolve(`${compiler}/package.json`), "../bin/tsc");
    expect(await runToEnd(process.execPath, [tsc, "--project", "."], folder)).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  if (hasServer) {
    // The app has everything that the chat needs, so the chat installs nothing.
    it("after a restart of `assistant-cloud-server dev`, a small app still shows two visitors their chats", async () => {
      const args = ["--import", "tsx", "test/first-chat/run.ts", app.folder];
      const { code, stdout, stderr } = await runToEnd(process.execPath, args, root);
      expect(code, `${stdout}${stderr}`).toBe(0);
      expect(stdout).toContain("Both have theirs again, and no other, with cloud and pages restarted");
    });
  }
});

/** Returns the code of a module that re-exports the given entry points and uses some of their types. */
function sourceOf(importable: readonly string[]): string {
  const imports = importable.map((entry, index) => `export * as entry${index} from ${JSON.stringify(entry)};`);
  return `${imports.join("\n")}
    import { createTokenEngine, type TokenSource, useWorkspaceToken } from "assistant-cloud-auth";
    import { createAssistantCloudBackend, createTokenHandler, toNodeHandler } from "assistant-cloud-auth/backend";
    export const source: TokenSource = { kind: "backend", key: null, getToken: async () => null };
    export const engine = createTokenEngine({ baseUrl: "https://a.example", tokenSource: source });
    export const { token } = useWorkspaceToken();
    export const minted = createAssistantCloudBackend({ apiKey: "" }).auth.tokens.create({ workspaceId: "w", userId: "u" });
    export const node = toNodeHandler(createTokenHandler({ apiKey: "", authorize: () => null }));
    // @ts-expect-error an id is missing
    createAssistantCloudBackend({ apiKey: "" }).auth.tokens.create({ workspaceId: "w" });
  `;
}
