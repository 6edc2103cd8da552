import { useQuery } from "@tanstack/react-query";
import { checkHealth } from "./check-health.ts";
import { type HealthHistory, recordCheck } from "./health-history.ts";

const CHECK_EVERY_MS = 3000;

/**
 * Checks the authority's health every 3 seconds while the page is visible. The history is null before the first result.
 */
export function useHealth(authorityUrl: string) {
  const { data, isFetching, refetch } = useQuery({
    queryKey: ["health", authorityUrl],
    queryFn: async ({ client, queryKey, signal }) => {
      const check = await checkHealth(authorityUrl, signal);
      return recordCheck(client.getQueryData<HealthHistory>(queryKey), check);
    },
    refetchInterval: CHECK_EVERY_MS,
    refetchOnWindowFocus: "always",
    retry: false,
    // The authority may run on this machine, so it is checked even while the browser is offline.
    networkMode: "always",
  });
  return { history: data ?? null, isChecking: isFetching, checkNow: () => void refetch() };
}
