import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequestHandler, type ServerBuild } from "react-router";
import { closeServer, plainCookie, type Recipe, ROUTE, routeOf, serveFetch } from "./running-app.ts";

/**
 * The examples whose servers run in this process. Each `start` imports its example, because some examples read
 * environment variables on import.
 */
export const recipes: Recipe[] = [
  {
    name: "Express",
    cookie: plainCookie,
    async start() {
      const { app } = await import("../examples/frameworks/express/server.ts");
      const server = createServer(app);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return { route: routeOf(server.address() as AddressInfo), close: () => closeServer(server) };
    },
  },
  {
    name: "Fastify",
    cookie: plainCookie,
    async start() {
      const { app } = await import("../examples/frameworks/fastify/server.ts");
      await app.listen({ port: 0, host: "127.0.0.1" });
      return { route: routeOf(app.server.address() as AddressInfo), close: () => app.close() };
    },
  },
  {
    name: "Hono",
    cookie: plainCookie,
    async start() {
      const { app } = await import("../examples/frameworks/hono/server.ts");
      return serveFetch(app.fetch);
    },
  },
  {
    name: "React Router",
    async cookie(orgId, userId) {
      const { sessions } = await import("../examples/frameworks/react-router/app/sessions.server.ts");
      const session = await sessions.getSession();
      session.set("orgId", orgId);
      session.set("userId", userId);
      return (await sessions.commitSession(session)).split(";")[0] ?? "";
    },
    async start() {
      const module = await import("../examples/frameworks/react-router/app/routes/api.assistant-ui-token.ts");
      return serveFetch(createRequestHandler(buildOf(module), "production"));
    },
  },
  {
    name: "Workers",
    cookie: plainCookie,
    async start() {
      const { default: worker } = await import("../examples/frameworks/workers/worker.ts");
      const env = {
        ASSISTANT_API_KEY: process.env["ASSISTANT_API_KEY"] ?? "",
        ASSISTANT_BACKEND_URL: process.env["ASSISTANT_BACKEND_URL"] ?? "",
      };
      return serveFetch((request) => worker.fetch(request, env));
    },
  },
];

/**
 * React Router's type of a route module. The type requires a component. A route module without a component needs a
 * cast.
 */
type ServerRouteModule = NonNullable<ServerBuild["routes"][string]>["module"];

/** Returns a React Router build of an app whose only route is `module`. */
function buildOf(module: object): ServerBuild {
  const id = "routes/api.assistant-ui-token";
  const route = { id, path: ROUTE.slice(1) };
  return {
    entry: { module: { default: () => new Response(null, { status: 500 }) } },
    routes: { [id]: { ...route, module: module as ServerRouteModule } },
    assets: {
      entry: { imports: [], module: "" },
      routes: {},
      url: "",
      version: "1",
    },
    publicPath: "/",
    assetsBuildDirectory: "",
    future: { v8_middleware: false, v8_passThroughRequests: false, v8_trailingSlashAwareDataRequests: false },
    ssr: true,
    isSpaMode: false,
    prerender: [],
    routeDiscovery: { mode: "initial", manifestPath: "/__manifest" },
  };
}
