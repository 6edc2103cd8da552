import { useQuery } from "@tanstack/react-query";
import type { StatusResponse } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

/** Reads the settings of the server process. The settings change only when the process restarts. */
export function useStatus() {
  return useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => request<StatusResponse>("status", { signal }),
    staleTime: 60_000,
  });
}
