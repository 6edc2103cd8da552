import type { Server } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { createServer, type ViteDevServer } from "vite";

const page = fileURLToPath(new URL("../page", import.meta.url));
const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Serves the page from its source, with hot reload over the given server when it is watched. */
export function startPage(options: { server: Server; dataFolder: string; watch: boolean }): Promise<ViteDevServer> {
  return createServer({
    configFile: false,
    root: page,
    appType: "mpa",
    logLevel: "warn",
    clearScreen: false,
    cacheDir: join(options.dataFolder, "vite"),
    plugins: [react()],
    resolve: {
      alias: [{ find: /^assistant-cloud-auth$/, replacement: join(repository, "src/index.ts") }],
      dedupe: ["react", "react-dom"],
    },
    server: {
      middlewareMode: true,
      ...(options.watch ? { hmr: { server: options.server } } : { hmr: false, watch: null }),
      fs: { allow: [repository, options.dataFolder] },
    },
    // Named here so that none is discovered late, which would reload the page under its reader.
    optimizeDeps: {
      include: [
        "react",
        "react/jsx-runtime",
        "react/jsx-dev-runtime",
        "react-dom",
        "react-dom/client",
        "@tanstack/react-query",
        "jose",
        "lucide-react",
        "oidc-client-ts",
        "radix-ui",
        "react-oidc-context",
        "recharts",
      ],
    },
  });
}
