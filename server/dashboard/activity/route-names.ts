import type { DecisionRoute } from "../../src/admin/admin-api.ts";

/** The label for the credential that a caller used on each route. */
export const ROUTE_NAMES: Readonly<Record<DecisionRoute, string>> = {
  mint: "API key",
  exchange: "ID token",
  anonymous: "new visitor",
  refresh: "visitor",
  threads: "ID token in header",
};
