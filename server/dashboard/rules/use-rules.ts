import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { PresetList, RuleList, StatusAnswer } from "../../src/admin/admin-api.ts";
import { pagePath } from "../api/page-path.ts";
import { request } from "../api/request.ts";

/** The key under which the list of rules is kept. */
export const RULES_KEY = ["rules"] as const;

/** Auth rules, oldest first. */
export function useRules() {
  return useInfiniteQuery({
    queryKey: RULES_KEY,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => request<RuleList>(pagePath("rules", pageParam), { signal }),
    getNextPageParam: ({ next }) => next,
  });
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
