import type { DecisionRoute } from "../../src/admin/admin-api.ts";

/** What a caller showed, in words. */
export const ROUTE_NAMES: Readonly<Record<DecisionRoute, string>> = {
  mint: "API key",
  exchange: "ID token",
  anonymous: "new visitor",
  refresh: "visitor",
  threads: "ID token, by header",
};
