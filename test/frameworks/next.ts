import { fileURLToPath } from "node:url";
import { startProject } from "./project-process.ts";
import { plainCookie, type Recipe, ROUTE } from "./running-app.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const files = {
  "package.json": JSON.stringify({ private: true, type: "module" }),
  "next.config.mjs": `export default { turbopack: { root: ${JSON.stringify(root)} } };`,
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "ES2022",
      lib: ["ES2023", "DOM", "DOM.Iterable"],
      module: "esnext",
      moduleResolution: "bundler",
      jsx: "react-jsx",
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      isolatedModules: true,
      skipLibCheck: true,
      paths: { "assistant-cloud-auth/*": ["../../../src/*/index.ts"] },
    },
    include: ["**/*.ts"],
  }),
};

/** Creates a {@link Recipe} that runs an example on Next.js's own development server. */
const onNext = (name: string, folder: string): Recipe => ({
  name,
  cookie: plainCookie,
  ownMethodCheck: folder === "next-app",
  async start() {
    const { url, close } = await startProject(folder, files, "./next-server.mjs");
    return { route: url + ROUTE, close };
  },
});

export const nextApp = onNext("Next.js, App Router", "next-app");
export const nextPages = onNext("Next.js, Pages Router", "next-pages");
