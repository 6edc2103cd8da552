import type { AnyRoute } from "@tanstack/react-router";
import type {} from "@tanstack/react-start";

/** What TanStack Start generates into `src/routeTree.gen.ts` for this route. */
declare module "@tanstack/react-router" {
  interface FileRoutesByPath {
    "/api/assistant-ui-token": {
      id: "/api/assistant-ui-token";
      path: "/api/assistant-ui-token";
      fullPath: "/api/assistant-ui-token";
      preLoaderRoute: AnyRoute;
      parentRoute: AnyRoute;
    };
  }
}
