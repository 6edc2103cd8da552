import type { DecisionRoute } from "../../src/admin/admin-api.ts";

/** The label of each route: the credential or the visitor that the route accepts. */
export const ROUTE_NAMES: Readonly<Record<DecisionRoute, string>> = {
  mint: "API key",
  exchange: "ID token",
  anonymous: "new visitor",
  refresh: "visitor",
  threads: "ID token in header",
};
