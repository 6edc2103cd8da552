import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ActivityResponse } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import type { DecisionFilter } from "./activity-filter.tsx";

const REFRESH_MS = 5_000;

/** Reads the latest decisions on tokens, and reads them again every 5 seconds while the page is visible. */
export function useActivity(filter: DecisionFilter) {
  return useQuery({
    queryKey: ["activity", filter],
    queryFn: ({ signal }) => request<ActivityResponse>(`activity${queryOf(filter)}`, { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

function queryOf(filter: DecisionFilter): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  return query.size === 0 ? "" : `?${query}`;
}
