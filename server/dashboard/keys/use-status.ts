import { useQuery } from "@tanstack/react-query";
import type { StatusAnswer } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

/** How the authority runs; it changes only with a restart. */
export function useStatus() {
  return useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => request<StatusAnswer>("status", { signal }),
    staleTime: 60_000,
  });
}
