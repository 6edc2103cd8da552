import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { PresetList, RuleList, StatusResponse } from "../../src/admin/admin-api.ts";
import { pagePath } from "../api/page-path.ts";
import { request } from "../api/request.ts";

export const RULES_KEY = ["rules"] as const;

/** Reads the auth rules, oldest first. */
export function useRules() {
  return useInfiniteQuery({
    queryKey: RULES_KEY,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => request<RuleList>(pagePath("rules", pageParam), { signal }),
    getNextPageParam: ({ next }) => next,
  });
}

/** Reads the presets of auth providers. The presets change only with the authority's version. */
export function usePresets() {
  return useQuery({
    queryKey: ["presets"],
    queryFn: ({ signal }) => request<PresetList>("presets", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Reads the base URL that apps pass to `AssistantCloudProvider`. */
export function useBaseUrl() {
  return useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => request<StatusResponse>("status", { signal }),
    select: ({ issuer }) => issuer,
  });
}
