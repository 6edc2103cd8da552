import { useQuery } from "@tanstack/react-query";
import type { StatusAnswer } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

/** Reads the authority's settings, which change only when the authority restarts. */
export function useStatus() {
  return useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => request<StatusAnswer>("status", { signal }),
    staleTime: 60_000,
  });
}
