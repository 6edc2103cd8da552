import { useQuery } from "@tanstack/react-query";
import type { PresetList, RuleList, StatusAnswer } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

/** The key under which the list of rules is kept. */
export const RULES_KEY = ["rules"] as const;

/** All auth rules, oldest first. */
export function useRules() {
  return useQuery({ queryKey: RULES_KEY, queryFn: ({ signal }) => request<RuleList>("rules", { signal }) });
}

/** The providers that a rule can be made for from few inputs; they change with the authority's version alone. */
export function usePresets() {
  return useQuery({
    queryKey: ["presets"],
    queryFn: ({ signal }) => request<PresetList>("presets", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The base URL that apps give to the client. */
export function useBaseUrl() {
  return useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => request<StatusAnswer>("status", { signal }),
    select: ({ issuer }) => issuer,
  });
}
