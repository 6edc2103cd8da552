import { startProject } from "./project-process.ts";
import { plainCookie, type Recipe, ROUTE } from "./running-app.ts";

/** The example token route on SvelteKit's own development server. */
export const sveltekit: Recipe = {
  name: "SvelteKit",
  cookie: plainCookie,
  async start() {
    const files = {
      "package.json": JSON.stringify({ private: true, type: "module" }),
      "svelte.config.js": "export default {};",
    };
    const { url, close } = await startProject("sveltekit", files, "./sveltekit-server.mjs");
    return { route: url + ROUTE, close };
  },
};
