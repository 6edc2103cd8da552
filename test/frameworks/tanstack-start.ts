import { startProject } from "./project-process.ts";
import { plainCookie, type Recipe, ROUTE } from "./running-app.ts";

/**
 * The files that the app needs besides the example. TanStack Start generates the route tree from the files in
 * `src/routes`.
 */
const files = {
  "package.json": JSON.stringify({ private: true, type: "module" }),
  "src/router.ts": `
    import { createRouter } from "@tanstack/react-router";
    import { routeTree } from "./routeTree.gen";
    export const getRouter = () => createRouter({ routeTree });
  `,
  "src/routes/__root.ts": `
    import { createRootRoute } from "@tanstack/react-router";
    export const Route = createRootRoute({ component: () => null });
  `,
};

/** The example token route on TanStack Start's own development server. */
export const tanstackStart: Recipe = {
  name: "TanStack Start",
  cookie: plainCookie,
  async start() {
    const { url, close } = await startProject("tanstack-start", files, "./tanstack-start-server.mjs");
    return { route: url + ROUTE, close };
  },
};
